// usage: node session1.mjs <url> <token> <elicit|plain>; reads one JSON call a line from standard input, writes one JSON line for each event.
import { createInterface } from 'node:readline';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';

const [url, token, mode] = process.argv.slice(2);
const say = line => console.log(JSON.stringify(line));
const transport = new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers: { Authorization: `Bearer ${token}` } } });
const client = new Client({ name: 'ts1', version: '1' }, { capabilities: mode === 'elicit' ? { elicitation: { form: {} } } : {} });
if (mode === 'elicit') {
  client.setRequestHandler(ElicitRequestSchema, async request => {
    say({ asked: request.params.message });
    return { action: 'accept', content: { decision: 'allow' } };
  });
}
await client.connect(transport);
say({ revision: transport.protocolVersion, server: client.getServerVersion()?.name, tools: (await client.listTools()).tools.map(tool => tool.name) });
for await (const line of createInterface({ input: process.stdin })) {
  try {
    say({ result: await client.callTool(JSON.parse(line)) });
  } catch (e) {
    say({ error: e.message });
  }
}
await client.close();
