namespace MailAdmin.Host;

/// <summary>What the process ends with, unless a script says <c>exit n</c>.</summary>
internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>The script or command ended in an error.</summary>
    public const int Failure = 1;

    /// <summary>The arguments make no sense. As pwsh: 64, EX_USAGE of sysexits.</summary>
    public const int BadArguments = 64;

    /// <summary>Stopped by Ctrl+C: 128 and the number of SIGINT, as shells have it.</summary>
    public const int Interrupted = 130;
}
