namespace MailAdmin.Server.Services;

/// <summary>What a service of the platform runs, whatever the platform.</summary>
public sealed record ServiceDescription
{
    /// <summary>The name: letters, digits, '.', '-' and '_', the first a letter or a digit.</summary>
    public required string Name { get; init; }

    /// <summary>The full path of the folder of the store, the only one that the service may write.</summary>
    public required string StorePath { get; init; }

    /// <summary>The user it runs as.</summary>
    public required string User { get; init; }

    /// <summary>The words of the command line; the first is the full path of the program.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>The full paths of the files that it reads: the program, the module and the certificate.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];
}
