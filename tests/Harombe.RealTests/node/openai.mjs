// The stock OpenAI SDK against a base URL and a token, and nothing else changed. Prints one JSON object with what it saw.
import OpenAI from 'openai';

const [baseURL, apiKey] = process.argv.slice(2);
const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 });
const tools = [{
  type: 'function',
  function: { name: 'get_weather', description: 'The weather of a city.', parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] } },
}];
const seen = {};

seen.models = (await client.models.list()).data.map((model) => model.id);

const chat = await client.chat.completions.create({ model: 'harombe', messages: [{ role: 'user', content: 'count' }] });
seen.chat = { text: chat.choices[0].message.content, finish: chat.choices[0].finish_reason, usage: chat.usage.total_tokens };

const stream = await client.chat.completions.create({ model: 'harombe', messages: [{ role: 'user', content: 'count' }], stream: true, stream_options: { include_usage: true } });
seen.stream = { text: '', chunks: 0, usage: 0 };
for await (const chunk of stream) {
  seen.stream.text += chunk.choices[0]?.delta?.content ?? '';
  seen.stream.chunks += chunk.choices[0]?.delta?.content ? 1 : 0;
  seen.stream.usage = chunk.usage?.total_tokens ?? seen.stream.usage;
}

// The SDK's own loop: it runs the tool here and sends what came of it.
const runner = client.chat.completions.runTools({
  model: 'harombe',
  messages: [{ role: 'user', content: 'weather in Bern?' }],
  tools: [{ ...tools[0], function: { ...tools[0].function, parse: JSON.parse, function: ({ city }) => { seen.ran = city; return '21 degrees'; } } }],
});
seen.tools = await runner.finalContent();

const streamed = client.chat.completions.stream({ model: 'harombe', messages: [{ role: 'user', content: 'weather in Bern?' }], tools });
seen.streamedCall = (await streamed.finalChatCompletion()).choices[0].message.tool_calls[0].function;

const fails = async (make) => {
  try {
    await make();
    return 'no error';
  } catch (error) {
    return { type: error.constructor.name, status: error.status, code: error.code, message: error.message };
  }
};
seen.noModel = await fails(() => client.chat.completions.create({ model: 'gpt-4o', messages: [{ role: 'user', content: 'x' }] }));
seen.noKey = await fails(() => new OpenAI({ baseURL, apiKey: 'not-a-token', maxRetries: 0 }).models.list());
seen.limit = await fails(() => client.chat.completions.create({ model: 'harombe', messages: [{ role: 'user', content: 'x' }] }));
seen.limitInStream = await fails(async () => {
  for await (const _ of await client.chat.completions.create({ model: 'harombe', stream: true, messages: [{ role: 'user', content: 'x' }] }));
});
seen.cutInStream = await fails(async () => {
  for await (const _ of await client.chat.completions.create({ model: 'harombe', stream: true, messages: [{ role: 'user', content: 'x' }] }));
});

console.log(JSON.stringify(seen));
