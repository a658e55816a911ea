// An MCP server with the names that the official conformance suite calls, so that the suite can run through a gateway. Speaks over standard input and output.
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import {
  CallToolRequestSchema, CompleteRequestSchema, GetPromptRequestSchema, ListPromptsRequestSchema, ListResourcesRequestSchema, ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema, ReadResourceRequestSchema, SetLevelRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';

const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';
const wav = 'UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAAB9AAACABAAZGF0YQIAAAA=';
const text = words => ({ type: 'text', text: words });
const image = { type: 'image', data: png, mimeType: 'image/png' };
const pause = time => new Promise(resolve => setTimeout(resolve, time));

const tools = {
  test_simple_text: () => [text('This is a simple text response for testing.')],
  test_image_content: () => [image],
  test_audio_content: () => [{ type: 'audio', data: wav, mimeType: 'audio/wav' }],
  test_embedded_resource: () => [{ type: 'resource', resource: { uri: 'test://embedded-resource', mimeType: 'text/plain', text: 'This is an embedded resource content.' } }],
  test_multiple_content_types: () => [
    text('Multiple content types test:'), image,
    { type: 'resource', resource: { uri: 'test://mixed-content-resource', mimeType: 'application/json', text: '{"test":"data","value":123}' } },
  ],
  test_tool_with_logging: async ({ log }) => {
    for (const words of ['Tool execution started', 'Tool processing data', 'Tool execution completed']) { await log(words); await pause(50); }
    return [text('Logged three times.')];
  },
  test_tool_with_progress: async ({ report }) => {
    for (const progress of [0, 50, 100]) { await report(progress); await pause(50); }
    return [text('Reported three times.')];
  },
  test_error_handling: () => { throw new Error('This tool intentionally returns an error for testing'); },
  test_sampling: () => { throw new Error('The client behind a gateway is not asked for samples.'); },
  test_elicitation: () => { throw new Error('The client behind a gateway is not asked by its upstreams.'); },
  test_elicitation_sep1034_defaults: () => { throw new Error('The client behind a gateway is not asked by its upstreams.'); },
  test_elicitation_sep1330_enums: () => { throw new Error('The client behind a gateway is not asked by its upstreams.'); },
  json_schema_2020_12_tool: () => [text('Its schema is what matters.')],
};
const schemas = {
  json_schema_2020_12_tool: {
    $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object',
    $defs: { address: { $anchor: 'addressDef', type: 'object', properties: { street: { type: 'string' }, city: { type: 'string' } } } },
    properties: { name: { type: 'string' }, address: { $ref: '#/$defs/address' } },
    allOf: [{ anyOf: [{ type: 'object' }, { type: 'null' }] }],
    if: { required: ['address'] }, then: { properties: { address: { type: 'object' } } }, else: {},
    additionalProperties: false,
  },
};
const resources = {
  'test://static-text': { mimeType: 'text/plain', text: 'This is the content of the static text resource.' },
  'test://static-binary': { mimeType: 'image/png', blob: png },
  'test://example-resource': { mimeType: 'text/plain', text: 'An example.' },
  'test://watched-resource': { mimeType: 'text/plain', text: 'Watched.' },
};
const message = content => ({ role: 'user', content });
const prompts = {
  test_simple_prompt: { make: () => [message(text('This is a simple prompt for testing.'))] },
  test_prompt_with_arguments: { arguments: ['arg1', 'arg2'], make: given => [message(text(`Prompt with arguments: arg1='${given.arg1}', arg2='${given.arg2}'`))] },
  test_prompt_with_embedded_resource: {
    arguments: ['resourceUri'],
    make: given => [
      message({ type: 'resource', resource: { uri: given.resourceUri, mimeType: 'text/plain', text: 'Embedded resource content for testing.' } }),
      message(text('Please process the embedded resource above.')),
    ],
  },
  test_prompt_with_image: { make: () => [message(image), message(text('Please analyze the image above.'))] },
};

const server = new Server({ name: 'conformance', version: '1.0.0' }, { capabilities: { tools: {}, resources: {}, prompts: {}, completions: {}, logging: {} } });
server.setRequestHandler(ListToolsRequestSchema, () => ({
  tools: Object.keys(tools).map(name => ({
    name, description: `Does what the suite expects of ${name}.`, inputSchema: schemas[name] ?? { type: 'object', properties: { prompt: { type: 'string' }, message: { type: 'string' } } },
    annotations: { readOnlyHint: true },
  })),
}));
server.setRequestHandler(CallToolRequestSchema, async (request, extra) => {
  const token = request.params._meta?.progressToken;
  try {
    return {
      content: await tools[request.params.name]({
        log: words => server.sendLoggingMessage({ level: 'info', data: words }),
        report: progress => token === undefined ? undefined : extra.sendNotification({ method: 'notifications/progress', params: { progressToken: token, progress, total: 100, message: `${progress} of 100` } }),
      }),
    };
  } catch (e) {
    return { isError: true, content: [text(e.message)] };
  }
});
server.setRequestHandler(ListResourcesRequestSchema, () => ({ resources: Object.entries(resources).map(([uri, { mimeType }]) => ({ uri, name: uri.slice(7), description: `The ${uri.slice(7)}.`, mimeType })) }));
server.setRequestHandler(ListResourceTemplatesRequestSchema, () => ({ resourceTemplates: [{ uriTemplate: 'test://template/{id}/data', name: 'data', description: 'Data by id.', mimeType: 'application/json' }] }));
server.setRequestHandler(ReadResourceRequestSchema, request => {
  const uri = request.params.uri;
  const id = /^test:\/\/template\/([^/]+)\/data$/.exec(uri)?.[1];
  if (id) return { contents: [{ uri, mimeType: 'application/json', text: JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` }) }] };
  if (!resources[uri]) throw new Error('There is no such resource.');
  return { contents: [{ uri, ...resources[uri] }] };
});
server.setRequestHandler(ListPromptsRequestSchema, () => ({
  prompts: Object.entries(prompts).map(([name, prompt]) => ({ name, description: `The prompt ${name}.`, arguments: (prompt.arguments ?? []).map(argument => ({ name: argument, description: `Fills ${argument}.`, required: true })) })),
}));
server.setRequestHandler(GetPromptRequestSchema, request => ({ messages: prompts[request.params.name].make(request.params.arguments ?? {}) }));
server.setRequestHandler(CompleteRequestSchema, () => ({ completion: { values: [], total: 0, hasMore: false } }));
server.setRequestHandler(SetLevelRequestSchema, () => ({}));
await server.connect(new StdioServerTransport());
