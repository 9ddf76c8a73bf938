namespace MailAdmin.Tests.Server;

/// <summary>
/// Tests that need the machine to themselves: what they load would make others slow, and others them.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "Alone";
}
