// An MCP server with the names that the official conformance suites call, so that they can run through a gateway. Speaks over standard input and output.
// usage: node server.mjs [modern]; by the TypeScript SDK of 2025-11-25, or of 2026-07-28.
const modern = process.argv[2] === 'modern';

const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';
const wav = 'UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAAB9AAACABAAZGF0YQIAAAA=';
const text = words => ({ type: 'text', text: words });
const image = { type: 'image', data: png, mimeType: 'image/png' };
const pause = time => new Promise(resolve => setTimeout(resolve, time));

// Questions, for both eras.
const form = (message, properties, required = Object.keys(properties)) => ({ method: 'elicitation/create', params: { message, requestedSchema: { type: 'object', properties, required } } });
const sample = (words, maxTokens) => ({ method: 'sampling/createMessage', params: { messages: [{ role: 'user', content: text(words) }], maxTokens } });
const roots = { method: 'roots/list', params: {} };
const string = { type: 'string' };
const defaults = form('Please fill in the form.', {
  name: { type: 'string', default: 'John Doe' }, age: { type: 'integer', default: 30 }, score: { type: 'number', default: 95.5 },
  status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' }, verified: { type: 'boolean', default: true },
}, []);
const choices = (...names) => names.map(([value, title]) => ({ const: value, title }));
const enums = form('Please choose.', {
  untitledSingle: { type: 'string', enum: ['option1', 'option2', 'option3'] },
  titledSingle: { type: 'string', oneOf: choices(['value1', 'First Option'], ['value2', 'Second Option'], ['value3', 'Third Option']) },
  legacyEnum: { type: 'string', enum: ['opt1', 'opt2', 'opt3'], enumNames: ['Option One', 'Option Two', 'Option Three'] },
  untitledMulti: { type: 'array', items: { type: 'string', enum: ['option1', 'option2', 'option3'] } },
  titledMulti: { type: 'array', items: { anyOf: choices(['value1', 'First Choice'], ['value2', 'Second Choice'], ['value3', 'Third Choice']) } },
}, []);
const said = answer => [text(`Elicitation completed: action=${answer.action}, content=${JSON.stringify(answer.content ?? {})}`)];
const wanted = (inputRequests, requestState) => ({ resultType: 'input_required', inputRequests, ...(requestState ? { requestState } : {}) });
const isObject = value => typeof value === 'object' && value !== null;

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
  // A guard on the way may let ten reports a second through and no more.
  test_tool_with_progress: async ({ report }) => {
    for (const progress of [0, 50, 100]) { await report(progress); await pause(150); }
    return [text('Reported three times.')];
  },
  test_error_handling: () => { throw new Error('This tool intentionally returns an error for testing'); },
  json_schema_2020_12_tool: () => [text('Its schema is what matters.')],
};
const askingTools = {
  test_sampling: async ({ ask, given }) => [text(`LLM response: ${(await ask(sample(given.prompt ?? 'Say hello.', 100))).content?.text}`)],
  test_elicitation: async ({ ask, given }) => {
    const answer = await ask(form(given.message ?? 'Who are you?', { username: { type: 'string', description: "User's response" }, email: { type: 'string', description: "User's email address" } }));
    return [text(`User response: ${JSON.stringify(answer)}`)];
  },
  test_elicitation_sep1034_defaults: async ({ ask }) => said(await ask(defaults)),
  test_elicitation_sep1330_enums: async ({ ask }) => said(await ask(enums)),
};
const wantingTools = {
  test_input_required_result_elicitation: ({ brought: { user_name: answer } }) => isObject(answer) && answer.content?.name ? [text(`Hello, ${answer.content.name}!`)] : wanted({ user_name: form('What is your name?', { name: string }) }),
  test_input_required_result_sampling: ({ brought: { capital_question: answer } }) => isObject(answer) ? [text(JSON.stringify(answer.content))] : wanted({ capital_question: sample('What is the capital of France?', 100) }),
  test_input_required_result_list_roots: ({ brought: { client_roots: answer } }) => isObject(answer) ? [text(JSON.stringify(answer.roots))] : wanted({ client_roots: roots }),
  test_input_required_result_request_state: ({ brought, state }) => brought.confirm && state === 'state of the request' ? [text('state-ok')] : wanted({ confirm: form('Please confirm', { ok: { type: 'boolean' } }) }, 'state of the request'),
  test_input_required_result_tampered_state: ({ brought, state }) => brought.confirm && state === 'state of the request' ? [text('state-ok')] : wanted({ confirm: form('Please confirm', { ok: { type: 'boolean' } }) }, 'state of the request'),
  test_input_required_result_multiple_inputs: ({ brought, state }) => brought.user_name && brought.greeting && brought.client_roots && state === 'three' ? [text('All three.')]
    : wanted({ user_name: form('What is your name?', { name: string }), greeting: sample('Generate a greeting', 50), client_roots: roots }, 'three'),
  test_input_required_result_multi_round: ({ brought, state }) => state === 'round 2' && brought.step2 ? [text('Both steps.')]
    : state === 'round 1' && brought.step1 ? wanted({ step2: form('Step 2: What is your favorite color?', { color: string }) }, 'round 2')
      : wanted({ step1: form('Step 1: What is your name?', { name: string }) }, 'round 1'),
  test_input_required_result_capabilities: ({ can }) => wanted({
    ...(can.sampling ? { greeting: sample('Generate a greeting', 50) } : {}), ...(can.elicitation ? { user_name: form('What is your name?', { name: string }) } : {}),
  }),
};
// What the suite looks for to try the protocol itself.
let changes = 0;
const diagnosticTools = {
  test_logging_tool: async ({ log }) => { await log('Nobody asked for this line.'); return [text('Logged.')]; },
  test_streaming_elicitation: ({ brought: { user_name: answer } }) => isObject(answer) ? [text('Thanks.')] : wanted({ user_name: form('What is your name?', { name: string }) }),
  test_missing_capability: ({ can }) => {
    if (!can.sampling) throw Object.assign(new Error('Sampling is required.'), { code: -32021, data: { requiredCapabilities: { sampling: {} } } });
    return [text('Sampling was declared.')];
  },
  test_x_mcp_header: ({ given }) => [text(`In ${given.region}.`)],
  test_trigger_tool_change: async ({ change }) => { tools[`test_came_later_${++changes}`] = () => [text('Later.')]; await change('tools'); return [text('Changed.')]; },
  test_trigger_prompt_change: async ({ change }) => { prompts[`test_came_later_${++changes}`] = { make: () => [message(text('Later.'))] }; await change('prompts'); return [text('Changed.')]; },
};
Object.assign(tools, ...(modern ? [wantingTools, diagnosticTools] : [askingTools]));

const schemas = {
  json_schema_2020_12_tool: {
    $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object',
    $defs: { address: { $anchor: 'addressDef', type: 'object', properties: { street: { type: 'string' }, city: { type: 'string' } } } },
    properties: { name: { type: 'string' }, address: { $ref: '#/$defs/address' } },
    allOf: [{ anyOf: [{ type: 'object' }, { type: 'null' }] }],
    if: { required: ['address'] }, then: { properties: { address: { type: 'object' } } }, else: {},
    additionalProperties: false,
  },
  test_x_mcp_header: { type: 'object', properties: { region: { type: 'string', 'x-mcp-header': 'Region' } } },
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
if (modern) {
  prompts.test_input_required_result_prompt = {
    make: (_, brought) => isObject(brought.user_context) ? [message(text(`In the context: ${brought.user_context.content?.context}`))]
      : wanted({ user_context: form('What context should the prompt use?', { context: string }) }),
  };
}

const read = uri => {
  const id = /^test:\/\/template\/([^/]+)\/data$/.exec(uri)?.[1];
  if (id) return { contents: [{ uri, mimeType: 'application/json', text: JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` }) }] };
  if (!resources[uri]) throw Object.assign(new Error('There is no such resource.'), { code: modern ? -32602 : -32002, data: { uri } });
  return { contents: [{ uri, ...resources[uri] }] };
};
const call = async (name, context) => {
  try {
    const made = await tools[name](context);
    return Array.isArray(made) ? { content: made } : made;
  } catch (e) {
    if (e.code) throw e;
    return { isError: true, content: [text(e.message)] };
  }
};
const get = (name, given, brought = {}) => {
  const made = prompts[name].make(given ?? {}, brought);
  return Array.isArray(made) ? { messages: made } : made;
};
const watched = new Set();
const lists = {
  'tools/list': () => ({
    tools: Object.keys(tools).map(name => ({
      name, description: `Does what the suite expects of ${name}.`, inputSchema: schemas[name] ?? { type: 'object', properties: { prompt: { type: 'string' }, message: { type: 'string' } } },
      annotations: { readOnlyHint: true },
    })),
  }),
  'resources/list': () => ({ resources: Object.entries(resources).map(([uri, { mimeType }]) => ({ uri, name: uri.slice(7), description: `The ${uri.slice(7)}.`, mimeType })) }),
  'resources/templates/list': () => ({ resourceTemplates: [{ uriTemplate: 'test://template/{id}/data', name: 'data', description: 'Data by id.', mimeType: 'application/json' }] }),
  'resources/read': request => read(request.params.uri),
  'prompts/list': () => ({
    prompts: Object.entries(prompts).map(([name, prompt]) => ({ name, description: `The prompt ${name}.`, arguments: (prompt.arguments ?? []).map(argument => ({ name: argument, description: `Fills ${argument}.`, required: true })) })),
  }),
  'completion/complete': request => ({ completion: { values: [`${request.params.argument.value}1`], total: 1, hasMore: false } }),
};
const identity = { name: 'conformance', version: '1.0.0' };

if (modern) {
  const { Server } = await import('@modelcontextprotocol/server');
  const { serveStdio } = await import('@modelcontextprotocol/server/stdio');
  serveStdio(() => {
    const server = new Server(identity, { capabilities: { tools: { listChanged: true }, resources: { subscribe: true, listChanged: true }, prompts: { listChanged: true }, completions: {}, logging: {} } });
    for (const [method, handle] of Object.entries(lists)) server.setRequestHandler(method, handle);
    server.setRequestHandler('tools/call', (request, { mcpReq }) => call(request.params.name, {
      given: request.params.arguments ?? {},
      brought: mcpReq.inputResponses ?? {},
      state: mcpReq.requestState?.(),
      can: mcpReq.envelope?.['io.modelcontextprotocol/clientCapabilities'] ?? {},
      log: words => mcpReq.log('info', words),
      change: what => server.notification({ method: `notifications/${what}/list_changed` }),
      report: progress => request.params._meta?.progressToken === undefined ? undefined
        : mcpReq.notify({ method: 'notifications/progress', params: { progressToken: request.params._meta.progressToken, progress, total: 100, message: `${progress} of 100` } }),
    }));
    server.setRequestHandler('prompts/get', (request, { mcpReq }) => get(request.params.name, request.params.arguments, mcpReq.inputResponses));
    return server;
  });
} else {
  const { Server } = await import('@modelcontextprotocol/sdk/server/index.js');
  const { StdioServerTransport } = await import('@modelcontextprotocol/sdk/server/stdio.js');
  const types = await import('@modelcontextprotocol/sdk/types.js');
  const server = new Server(identity, { capabilities: { tools: {}, resources: { subscribe: true }, prompts: {}, completions: {}, logging: {} } });
  const schemaOf = {
    'tools/list': types.ListToolsRequestSchema, 'resources/list': types.ListResourcesRequestSchema, 'resources/templates/list': types.ListResourceTemplatesRequestSchema,
    'resources/read': types.ReadResourceRequestSchema, 'prompts/list': types.ListPromptsRequestSchema, 'completion/complete': types.CompleteRequestSchema,
  };
  for (const [method, handle] of Object.entries(lists)) server.setRequestHandler(schemaOf[method], handle);
  server.setRequestHandler(types.CallToolRequestSchema, (request, extra) => call(request.params.name, {
    given: request.params.arguments ?? {},
    ask: question => server.request(question, question.method === 'elicitation/create' ? types.ElicitResultSchema : question.method === 'roots/list' ? types.ListRootsResultSchema : types.CreateMessageResultSchema),
    log: words => server.sendLoggingMessage({ level: 'info', data: words }),
    report: progress => request.params._meta?.progressToken === undefined ? undefined
      : extra.sendNotification({ method: 'notifications/progress', params: { progressToken: request.params._meta.progressToken, progress, total: 100, message: `${progress} of 100` } }),
  }));
  server.setRequestHandler(types.GetPromptRequestSchema, request => get(request.params.name, request.params.arguments));
  server.setRequestHandler(types.SubscribeRequestSchema, request => { watched.add(request.params.uri); return {}; });
  server.setRequestHandler(types.UnsubscribeRequestSchema, request => { watched.delete(request.params.uri); return {}; });
  server.setRequestHandler(types.SetLevelRequestSchema, () => ({}));
  await server.connect(new StdioServerTransport());
}
