namespace MailAdmin.Server.Services;

/// <summary>What a manager of services works with on this machine.</summary>
/// <param name="Folder">The folder of the definitions of services.</param>
/// <param name="IsAvailable">Whether the manager runs on this machine.</param>
/// <param name="IsPrivileged">Whether this process may change services: it runs as root or as an administrator.</param>
/// <param name="Programs">Runs the programs of the manager.</param>
internal sealed record ServiceHost(string Folder, bool IsAvailable, bool IsPrivileged, IProgramRunner Programs)
{
    /// <summary>The other folders in which the manager finds services, whose names are taken too.</summary>
    public IReadOnlyList<string> OtherFolders { get; init; } = [];
}
