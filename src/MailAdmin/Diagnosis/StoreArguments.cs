namespace MailAdmin.Diagnosis;

/// <summary>
/// The argument that makes a command, which is shown to people, act on a store that is not the default.
/// </summary>
internal static class StoreArguments
{
    /// <summary>The argument with a space before it.</summary>
    public static string For(string storePath) =>
        $" -StorePath '{storePath.Replace("'", "''", StringComparison.Ordinal)}'";
}
