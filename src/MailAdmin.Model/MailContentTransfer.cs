namespace MailAdmin;

/// <summary>What an export, an import or a copy did with one folder.</summary>
public sealed record MailContentTransfer
{
    /// <summary>The address of the account.</summary>
    public required string Account { get; init; }

    /// <summary>The name of the folder, with '/' between levels.</summary>
    public required string Folder { get; init; }

    /// <summary>The file or folder that was written or read, or the folder of the other server.</summary>
    public string Path { get; init; } = "";

    /// <summary>How many messages were transferred.</summary>
    public int Added { get; init; }

    /// <summary>How many were there already.</summary>
    public int Skipped { get; init; }

    /// <summary>How many could not be transferred; an error was reported for each.</summary>
    public int Failed { get; init; }

    /// <summary>The size of the messages that were transferred.</summary>
    public MailSize Size { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }
}
