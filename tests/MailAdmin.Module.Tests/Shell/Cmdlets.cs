using System.Management.Automation;

namespace MailAdmin.Module.Tests.Shell;

/// <summary>The cmdlets of the staged module, for theories over all of them.</summary>
internal static class Cmdlets
{
    private static readonly Lazy<IReadOnlyList<CmdletInfo>> Found = new(() =>
    {
        using ModuleShell shell = new();
        return [.. shell.Run("Get-Command -Module MailAdmin").Success.Select(item => (CmdletInfo)item.BaseObject)];
    });

    public static IReadOnlyList<CmdletInfo> All => Found.Value;

    public static TheoryData<string> Names => [.. All.Select(cmdlet => cmdlet.Name)];

    public static CmdletInfo Named(string name) => All.Single(cmdlet => cmdlet.Name == name);

    /// <summary>The types that the cmdlets write, without those that need no view.</summary>
    public static IEnumerable<Type> OutputTypes => All
        .SelectMany(
            cmdlet =>
                cmdlet.ImplementingType.GetCustomAttributes(typeof(OutputTypeAttribute), false)
                    .Cast<OutputTypeAttribute>())
        .SelectMany(output => output.Type).Select(output => output.Type)
        .Where(type => type.Namespace == "MailAdmin").Distinct();
}
