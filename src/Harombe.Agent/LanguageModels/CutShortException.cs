namespace Harombe.Agent.LanguageModels;

/// <summary>A model's stream ended without saying why: what came is a part of an answer, and may lack half of a call.</summary>
internal sealed class CutShortException() : Exception("The model's answer ended in the middle.");
