// usage: node matrix-server.mjs <2025-06-18|2025-11-25|2026-07-28> <stdio|http>; a server of one revision, by the TypeScript SDK of its time. Over HTTP it prints its port.
import { createServer } from 'node:http';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';

const [revision, transport] = process.argv.slice(2);
const modern = revision >= '2026';
const sdk = modern
  ? { ...(await import('@modelcontextprotocol/server')), ...(await import('@modelcontextprotocol/server/stdio')) }
  : { ...(await import('@modelcontextprotocol/sdk/server/mcp.js')), ...(await import('@modelcontextprotocol/sdk/server/stdio.js')), ...(await import('@modelcontextprotocol/sdk/server/streamableHttp.js')) };
const pause = time => new Promise(resolve => setTimeout(resolve, time));
// Of all its instances together: in 2026-07-28 each request may have one of its own.
const state = { begun: 0, cancelled: 0, extra: true };
const servers = new Set();
let announce = () => {};

function make() {
  const server = new sdk.McpServer({ name: `matrix ${revision}`, version: '1.0.0' }, { capabilities: { tools: { listChanged: true } } });
  const text = words => ({ content: [{ type: 'text', text: String(words) }] });
  const shape = modern ? z.object({ text: z.string() }) : { text: z.string() };
  const add = (name, run) => server.registerTool(name, { description: `Does ${name}.`, inputSchema: shape }, run);
  add('echo', async ({ text: words }) => text(words));
  add('fail', async () => { throw new Error('it failed, as it should'); });
  add('begun', async () => text(state.begun));
  add('cancelled', async () => text(state.cancelled));
  add('steps', async (_, context) => {
    const token = (context.mcpReq?._meta ?? context._meta)?.progressToken;
    const notify = context.mcpReq ? context.mcpReq.notify : context.sendNotification;
    for (const step of [1, 2, 3]) {
      if (token !== undefined) await notify({ method: 'notifications/progress', params: { progressToken: token, progress: step, total: 3, message: `step ${step}` } });
      await pause(150);
    }
    return text('three steps');
  });
  add('wait', (_, context) => new Promise(resolve => {
    state.begun++;
    (context.signal ?? context.mcpReq.signal).addEventListener('abort', () => { state.cancelled++; resolve(text('cancelled')); });
  }));
  add('ask', async (_, context) => {
    const question = { message: 'Which colour?', requestedSchema: { type: 'object', properties: { colour: { type: 'string' } }, required: ['colour'] } };
    if (!modern) return text(JSON.stringify((await server.server.elicitInput(question)).content));
    const answer = sdk.acceptedContent(context.mcpReq.inputResponses, 'colour');
    return answer ? text(JSON.stringify(answer)) : sdk.inputRequired({ inputRequests: { colour: sdk.inputRequired.elicit(question) } });
  });
  const extra = add('extra', async () => text('extra'));
  if (!state.extra) extra.disable();
  const one = { set: on => on ? extra.enable() : extra.disable() };
  servers.add(one);
  add('toggle', async ({ text: words }) => {
    state.extra = words === 'on';
    if (modern && transport === 'http') announce();
    else for (const each of servers) { try { each.set(state.extra); } catch { servers.delete(each); } }
    return text(words);
  });
  if (!modern) {
    // The SDK speaks the newest that it knows with whoever asks for it; this server knows its own.
    const introduce = server.server._oninitialize.bind(server.server);
    server.server._oninitialize = request => introduce({ ...request, params: { ...request.params, protocolVersion: revision } });
  }
  return server;
}

if (transport === 'stdio') {
  if (modern) sdk.serveStdio(make);
  else await make().connect(new sdk.StdioServerTransport());
} else {
  const sessions = new Map();
  const handler = modern ? sdk.createMcpHandler(make) : null;
  if (handler) announce = () => handler.notify.toolsChanged();
  const http = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    if (handler) {
      const gone = new AbortController();
      response.on('close', () => gone.abort());
      const answer = await handler.fetch(new Request(`http://localhost${request.url}`, { method: request.method, headers: request.headers, body: body.length ? body : undefined, signal: gone.signal }));
      response.writeHead(answer.status, Object.fromEntries(answer.headers));
      response.flushHeaders();
      try { for await (const chunk of answer.body ?? []) response.write(chunk); } catch { /* whoever asked is gone */ }
      response.end();
      return;
    }
    const known = sessions.get(request.headers['mcp-session-id']);
    if (known) { await known.handleRequest(request, response, body.length ? JSON.parse(body) : undefined); return; }
    if (request.headers['mcp-session-id'] || request.method !== 'POST') { response.writeHead(404).end(); return; }
    const fresh = new sdk.StreamableHTTPServerTransport({ sessionIdGenerator: randomUUID, onsessioninitialized: id => sessions.set(id, fresh) });
    await make().connect(fresh);
    await fresh.handleRequest(request, response, body.length ? JSON.parse(body) : undefined);
  });
  http.listen(0, '127.0.0.1', () => console.log(http.address().port));
}
