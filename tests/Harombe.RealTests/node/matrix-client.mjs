// usage: node matrix-client.mjs <2025-06-18|2025-11-25|2026-07-28> <prefix of the server's tools> http <url> <token>
//        node matrix-client.mjs <revision> <prefix> stdio <program> <argument>...
// A client of one revision, by the TypeScript SDK of its time: tries everything with one server and prints one JSON object, how each came out.
const [revision, up, transport, ...place] = process.argv.slice(2);
const modern = revision >= '2026';
const sdk = modern
  ? { ...(await import('@modelcontextprotocol/client')), ...(await import('@modelcontextprotocol/client/stdio')) }
  : { ...(await import('@modelcontextprotocol/sdk/client/index.js')), ...(await import('@modelcontextprotocol/sdk/client/streamableHttp.js')), ...(await import('@modelcontextprotocol/sdk/client/stdio.js')) };
const pause = time => new Promise(resolve => setTimeout(resolve, time));
const outcome = {};
let changes = 0;

const wire = transport === 'stdio'
  ? new sdk.StdioClientTransport({ command: place[0], args: place.slice(1), env: process.env, stderr: 'ignore' })
  : new sdk.StreamableHTTPClientTransport(new URL(place[0]), { requestInit: { headers: { Authorization: `Bearer ${place[1]}` } } });
if (!modern) {
  // The SDK asks for the newest that it knows; this client knows no newer than its own.
  const send = wire.send.bind(wire);
  wire.send = (message, options) => send(message.method === 'initialize' ? { ...message, params: { ...message.params, protocolVersion: revision } } : message, options);
}
const heard = () => { changes++; };
const client = new sdk.Client({ name: 'matrix', version: '1' }, {
  capabilities: { elicitation: { form: {} } },
  ...(modern ? { versionNegotiation: { mode: { pin: revision } } } : {}),
  listChanged: { tools: { autoRefresh: false, debounceMs: 0, onChanged: heard } },
});
const answer = async () => ({ action: 'accept', content: { colour: 'green' } });
if (modern) client.setRequestHandler('elicitation/create', answer);
else client.setRequestHandler((await import('@modelcontextprotocol/sdk/types.js')).ElicitRequestSchema, answer);

const call = (name, words = '', options = undefined) => modern
  ? client.callTool({ name: `${up}__${name}`, arguments: { text: words } }, options)
  : client.callTool({ name: `${up}__${name}`, arguments: { text: words } }, undefined, options);
const text = result => result.content?.map(block => block.text).join(' ') ?? JSON.stringify(result);
const names = async () => (await client.listTools(undefined, modern ? { cacheMode: 'refresh' } : undefined)).tools.map(tool => tool.name);
const attempt = async (what, run) => { try { outcome[what] = await run(); } catch (fault) { outcome[what] = `failed: ${fault.message}`; } };
const until = async (look, what) => {
  for (let tries = 0; tries < 150; tries++) { if (await look()) return 'passes'; await pause(200); }
  return `failed: ${what} never came`;
};

await client.connect(wire);
outcome.revision = (modern ? client.getNegotiatedProtocolVersion() : wire.protocolVersion) ?? revision;
await attempt('list', async () => (await names()).includes(`${up}__echo`) ? 'passes' : 'failed: no echo');
await attempt('call', async () => { const said = text(await call('echo', 'grüezi')); return said === 'grüezi' ? 'passes' : `failed: ${said}`; });
await attempt('progress', async () => {
  const steps = [];
  const done = text(await call('steps', '', { onprogress: step => steps.push(step.message) }));
  return done === 'three steps' && steps.includes('step 1') && steps.includes('step 3') ? 'passes' : `failed: ${done} ${steps}`;
});
await attempt('error', async () => {
  const failed = await call('fail');
  const wrong = await client.callTool({ name: `${up}__echo`, arguments: { text: 5 } });
  return failed.isError && text(failed).includes('it failed, as it should') && wrong.isError && text(wrong).includes('schema.arguments') ? 'passes' : `failed: ${text(failed)} ${text(wrong)}`;
});
await attempt('cancel', async () => {
  const count = async name => Number(text(await call(name)));
  const [begun, cancelled] = [await count('begun'), await count('cancelled')];
  const stop = new AbortController();
  const ended = call('wait', '', { signal: stop.signal }).then(() => 'answered', fault => fault.name);
  if (await until(async () => await count('begun') > begun, 'the call') !== 'passes') return 'failed: the call never came';
  stop.abort();
  if (await ended === 'answered') return 'failed: it was answered';
  return await until(async () => await count('cancelled') > cancelled, 'the cancellation');
});
await attempt('list-changed', async () => {
  const asked = changes;
  await call('toggle', 'off');
  // Told of its own accord, or at the latest by the next call that compares.
  let told = false;
  for (let tries = 0; tries < 15 && !told; tries++) { told = changes > asked; await pause(100); }
  if (!told) await call('echo', 'x');
  const came = await until(async () => changes > asked, 'the change');
  if (came !== 'passes') return came;
  const gone = await until(async () => !(await names()).includes(`${up}__extra`), 'the shorter list');
  const before = changes;
  await call('toggle', 'on');
  if (!told) await call('echo', 'x');
  const again = await until(async () => changes > before && (await names()).includes(`${up}__extra`), 'the longer list');
  return gone === 'passes' && again === 'passes' ? (told ? 'passes' : 'passes at the next call') : `${gone}, ${again}`;
});
await attempt('ask', async () => {
  const said = await call('ask');
  return !said.isError && text(said).includes('green') ? 'passes' : `refused: ${text(said)}`;
});
console.log(JSON.stringify(outcome));
await client.close();
process.exit(0);
