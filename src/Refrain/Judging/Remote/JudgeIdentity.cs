namespace Refrain.Judging.Remote;

/// <summary>A judging model's name, and the version of all that its answers depend on.</summary>
internal readonly record struct JudgeIdentity(string Name, string Version);
