// usage: node session2.mjs <url> <token> <elicit|plain>; as session1.mjs, for 2026-07-28.
import { createInterface } from 'node:readline';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

const [url, token, mode] = process.argv.slice(2);
const say = line => console.log(JSON.stringify(line));
const transport = new StreamableHTTPClientTransport(new URL(url), { authProvider: { token: async () => token } });
const client = new Client({ name: 'ts2', version: '1' }, {
  capabilities: mode === 'elicit' ? { elicitation: { form: {} } } : {},
  versionNegotiation: { mode: { pin: '2026-07-28' } },
});
if (mode === 'elicit') {
  client.setRequestHandler('elicitation/create', async request => {
    say({ asked: request.params.message });
    return { action: 'accept', content: { decision: 'allow' } };
  });
}
await client.connect(transport);
say({ revision: client.getNegotiatedProtocolVersion(), server: client.getServerVersion()?.name, tools: (await client.listTools()).tools.map(tool => tool.name) });
for await (const line of createInterface({ input: process.stdin })) {
  try {
    say({ result: await client.callTool(JSON.parse(line)) });
  } catch (e) {
    say({ error: e.message });
  }
}
await client.close();
