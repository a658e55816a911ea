// usage: node conformance-client.mjs <host> <admin's token> <caller's token> <server>; what the official suite starts as a client under test.
// The client that is tested is the host's own towards its upstreams: the suite's server is added as one, and used through /mcp. In 2026-07-28 where the suite says so.
const [host, admin, caller, server] = process.argv.slice(2);
const scenario = process.env.MCP_CONFORMANCE_SCENARIO ?? '';
const modern = (process.env.MCP_CONFORMANCE_PROTOCOL_VERSION ?? '') >= '2026-07-28';
const context = JSON.parse(process.env.MCP_CONFORMANCE_CONTEXT ?? '{}');
const name = 's' + Math.random().toString(36).slice(2, 10);

async function api(method, path, body) {
  const response = await fetch(host + path, { method, headers: { authorization: `Bearer ${admin}`, 'content-type': 'application/json' }, body: body ? JSON.stringify(body) : undefined });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text ? JSON.parse(text) : undefined;
}

// The operator's word that the suite's tools do no harm, so that no person is needed; their names are known once the server was asked.
async function take(tools) {
  await api('POST', '/upstreams', { name, url: server.replace('127.0.0.1', 'localhost'), trust: 'trusted', sampling: true, roots: true, timeout: '20s', tools });
  const view = await api('POST', `/upstreams/${name}/test`);
  if (!view.fingerprint) throw new Error(`${view.fault} ${view.remedy}`);
  return view.state === 'ready' ? view : api('POST', `/upstreams/${name}/accept?fingerprint=${view.fingerprint}`);
}

async function connect() {
  const elicit = { elicitation: { form: { applyDefaults: true } } };
  if (modern) {
    const { Client, StreamableHTTPClientTransport } = await import('@modelcontextprotocol/client');
    const client = new Client({ name: 'driver', version: '1' }, { capabilities: elicit, versionNegotiation: { mode: { pin: '2026-07-28' } } });
    client.setRequestHandler('elicitation/create', async () => ({ action: 'accept', content: { confirmed: true } }));
    await client.connect(new StreamableHTTPClientTransport(new URL(host + '/mcp'), { authProvider: { token: async () => caller } }));
    return client;
  }

  const { Client } = await import('@modelcontextprotocol/sdk/client/index.js');
  const { StreamableHTTPClientTransport } = await import('@modelcontextprotocol/sdk/client/streamableHttp.js');
  const { ElicitRequestSchema } = await import('@modelcontextprotocol/sdk/types.js');
  const client = new Client({ name: 'driver', version: '1' }, { capabilities: elicit });
  client.setRequestHandler(ElicitRequestSchema, async () => ({ action: 'accept', content: {} }));
  await client.connect(new StreamableHTTPClientTransport(new URL(host + '/mcp'), { requestInit: { headers: { authorization: `Bearer ${caller}` } } }));
  return client;
}

const sample = schema => Object.fromEntries(Object.entries(schema?.properties ?? {}).map(([key, { type }]) => [key, type === 'number' || type === 'integer' ? 3 : type === 'boolean' ? true : type === 'object' ? {} : 'text']));

const words = { read_resource: { reads: true }, get_prompt: { reads: true } };
const first = await take(words);
await take({ ...words, ...Object.fromEntries(first.definitions.filter(one => one.kind === 'tool').map(one => [one.name, { reads: true }])) });
const client = await connect();
const own = (await client.listTools()).tools.filter(tool => tool.name.startsWith(name + '__'));
const call = async (tool, given) => {
  try {
    console.log(tool, JSON.stringify(await client.callTool({ name: `${name}__${tool}`, arguments: given })));
  } catch (e) {
    console.log(tool, e.message);
  }
};
if (context.toolCalls) {
  for (const one of context.toolCalls) await call(one.name, one.arguments);
} else if (scenario === 'json-schema-2020-12-preservation') {
  await call('json_schema_echo', { schema: own.find(tool => !tool.name.endsWith('__json_schema_echo'))?.inputSchema });
} else {
  for (const tool of own.filter(tool => !/__(read_resource|get_prompt|complete)$/.test(tool.name))) await call(tool.name.slice(name.length + 2), sample(tool.inputSchema));
}

for (const resource of (await client.listResources().catch(() => ({ resources: [] }))).resources.filter(one => one.uri.startsWith(name))) await client.readResource({ uri: resource.uri }).catch(e => console.log(e.message));
for (const prompt of (await client.listPrompts().catch(() => ({ prompts: [] }))).prompts.filter(one => one.name.startsWith(name))) {
  await client.getPrompt({ name: prompt.name, arguments: Object.fromEntries((prompt.arguments ?? []).map(one => [one.name, 'text'])) }).catch(e => console.log(e.message));
}

await client.close();
await api('DELETE', `/upstreams/${name}`);
