// usage: node upstream.mjs <1|2> <stdio|http>; a server by the TypeScript SDK of that generation. Over HTTP it prints its port.
import { createServer } from 'node:http';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';

const [generation, transport] = process.argv.slice(2);
const sdk = generation === '1'
  ? { ...(await import('@modelcontextprotocol/sdk/server/mcp.js')), ...(await import('@modelcontextprotocol/sdk/server/stdio.js')), ...(await import('@modelcontextprotocol/sdk/server/streamableHttp.js')) }
  : { ...(await import('@modelcontextprotocol/server')), ...(await import('@modelcontextprotocol/server/stdio')) };
const cancelled = { count: 0 };

function make() {
  const server = new sdk.McpServer({ name: `ts${generation}`, version: '1.0.0' }, { capabilities: { tools: { listChanged: true } }, instructions: 'Two plain tools.' });
  const text = words => ({ content: [{ type: 'text', text: words }] });
  const said = z.object({ text: z.string() });
  const shape = generation === '1' ? said.shape : said;
  server.registerTool('echo', { description: 'Says it again.', inputSchema: shape }, async ({ text: words }) => text(words));
  server.registerTool('fail', { description: 'Fails.', inputSchema: shape }, async () => { throw new Error('it failed, as it should'); });
  server.registerTool('cancelled', { description: 'How many calls were cancelled.', inputSchema: shape }, async () => text(String(cancelled.count)));
  server.registerTool('wait', { description: 'Waits until it is cancelled.', inputSchema: shape }, (_, context) => new Promise(resolve => {
    const signal = context.signal ?? context.mcpReq?.signal;
    signal.addEventListener('abort', () => { cancelled.count++; resolve(text('cancelled')); });
  }));
  server.registerTool('grow', { description: 'Has one more tool from now on.', inputSchema: shape }, async () => {
    server.registerTool('grown', { description: 'Came later.', inputSchema: shape }, async () => text('grown'));
    return text('grew');
  });
  return server;
}

if (transport === 'stdio') {
  if (generation === '1') await make().connect(new sdk.StdioServerTransport());
  else sdk.serveStdio(make);
} else {
  const sessions = new Map();
  const handler = generation === '1' ? null : sdk.createMcpHandler(make);
  const http = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    if (handler) {
      const gone = new AbortController();
      response.on('close', () => gone.abort());
      const answer = await handler.fetch(new Request(`http://localhost${request.url}`, {
        method: request.method, headers: request.headers, body: body.length ? body : undefined, signal: gone.signal,
      }));
      response.writeHead(answer.status, Object.fromEntries(answer.headers));
      for await (const chunk of answer.body ?? []) response.write(chunk);
      response.end();
      return;
    }

    const known = sessions.get(request.headers['mcp-session-id']);
    if (known) { await known.handleRequest(request, response, body.length ? JSON.parse(body) : undefined); return; }
    if (request.headers['mcp-session-id']) { response.writeHead(404).end(); return; }
    const fresh = new sdk.StreamableHTTPServerTransport({ sessionIdGenerator: randomUUID, onsessioninitialized: id => sessions.set(id, fresh) });
    await make().connect(fresh);
    await fresh.handleRequest(request, response, body.length ? JSON.parse(body) : undefined);
  });
  http.listen(0, '127.0.0.1', () => console.log(http.address().port));
}
