namespace MailAdmin.Commands.Services;

/// <summary>The names of services: what is a file name on each platform, and never a path.</summary>
internal static class ServiceName
{
    /// <summary>The name when none is given.</summary>
    public const string Default = "mailadmin";

    /// <summary>The form of a name.</summary>
    public const string Pattern = @"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z";
}
