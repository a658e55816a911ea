namespace Harombe.Core.Schemas;

/// <summary>One place where an instance breaks its schema. Values of the instance are never quoted: an argument may hold a secret.</summary>
/// <param name="InstancePointer">RFC 6901 pointer to the offending value; empty for the whole instance.</param>
/// <param name="KeywordPointer">RFC 6901 pointer to the keyword in the schema; prefixed by a URI when the keyword stands in another document.</param>
/// <param name="Sentence">For people and models, such as <c>/path must be a string, got number</c>. Control characters are masked, long
/// pointers cut.</param>
public sealed record SchemaViolation(string InstancePointer, string KeywordPointer, string Sentence);
