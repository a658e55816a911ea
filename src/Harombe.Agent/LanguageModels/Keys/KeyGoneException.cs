namespace Harombe.Agent.LanguageModels.Keys;

/// <summary>The lease of a key was over before the request with it was: it was taken back in an emergency. Nothing was sent.</summary>
internal sealed class KeyGoneException() : Exception("The lease of the model's key is over.");
