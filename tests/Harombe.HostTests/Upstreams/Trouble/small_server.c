/* A small MCP server of the tests, as native as they come: it introduces itself, lists one tool and answers it, until its input ends. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The id as it was written: a number, or a text without escapes. */
static int id_of(const char *line, char *id, size_t most)
{
    const char *at = strstr(line, "\"id\":");
    if (at == NULL)
        return 0;
    at += 5;
    size_t length = *at == '"' ? strcspn(at + 1, "\"") + 2 : strcspn(at, ",}");
    if (length >= most)
        return 0;
    memcpy(id, at, length);
    id[length] = '\0';
    return 1;
}

static void answer(const char *id, const char *member, const char *value)
{
    printf("{\"jsonrpc\":\"2.0\",\"id\":%s,\"%s\":%s}\n", id, member, value);
    fflush(stdout);
}

int main(void)
{
    char *line = NULL;
    size_t room = 0;
    while (getline(&line, &room, stdin) > 0) {
        char id[200];
        if (!id_of(line, id, sizeof id))
            continue;
        if (strstr(line, "\"method\":\"initialize\""))
            answer(id, "result", "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}},\"serverInfo\":{\"name\":\"small\",\"version\":\"1\"}}");
        else if (strstr(line, "\"method\":\"tools/list\""))
            answer(id, "result", "{\"tools\":[{\"name\":\"one\",\"description\":\"Says one.\",\"inputSchema\":{\"type\":\"object\"}}]}");
        else if (strstr(line, "\"method\":\"tools/call\""))
            answer(id, "result", "{\"content\":[{\"type\":\"text\",\"text\":\"one\"}]}");
        else
            answer(id, "error", "{\"code\":-32601,\"message\":\"Method not found\"}");
    }
    free(line);
    return 0;
}
