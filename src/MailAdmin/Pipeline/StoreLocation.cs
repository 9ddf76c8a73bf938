namespace MailAdmin.Pipeline;

/// <summary>Where a store is when nobody says.</summary>
internal static class StoreLocation
{
    private const string Variable = "MAILADMIN_STORE";

    /// <summary>
    /// The folder in $env:MAILADMIN_STORE; else MailAdmin in the data folder of the user (~/.local/share on Linux,
    /// ~/Library/Application Support on macOS, %LOCALAPPDATA% on Windows); null when the user has no such folder.
    /// </summary>
    public static string? Default
    {
        get
        {
            string? named = Environment.GetEnvironmentVariable(Variable);
            if (!string.IsNullOrWhiteSpace(named))
            {
                return named;
            }

            const Environment.SpecialFolderOption unverified = Environment.SpecialFolderOption.DoNotVerify;
            string data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, unverified);
            return data.Length == 0 ? null : Path.Combine(data, "MailAdmin");
        }
    }
}
