using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace MailAdmin.Pipeline;

/// <summary>
/// The store that Connect-MailStore selected for a runspace. A runspace that has selected none itself takes that of the
/// runspace that started it, as those of ForEach-Object -Parallel do. After a Connect-MailStore that failed there is
/// none, not even the one before: what was meant for one store must not reach another.
/// </summary>
internal static class StoreConnection
{
    // The engine names the runspaces of ForEach-Object -Parallel so.
    private const string TaskPrefix = "PSTask:";
    private static readonly ConditionalWeakTable<Runspace, Selection> Selections = [];

    // Flows with the execution context into the threads that the engine starts for other runspaces; some hosts start
    // each command in a context of its own.
    private static readonly AsyncLocal<Selection?> Flowing = new();

    /// <summary>The folder of the selected store; null: none is selected.</summary>
    /// <exception cref="MailException">StoreNotFound: the last Connect-MailStore failed.</exception>
    public static string? Path => Current switch
    {
        null => null,
        { IsFailed: true } failed => throw MailException.Of(MailError.StoreNotFound.As("ConnectFailed"), failed.Path),
        { } selected => selected.Path,
    };

    /// <summary>Whether the last Connect-MailStore failed.</summary>
    public static bool IsFailed => Current is { IsFailed: true };

    private static Selection? Current =>
        Runspace.DefaultRunspace is { } runspace && Selections.TryGetValue(runspace, out Selection? own)
            ? own
            : Flowing.Value ?? FindParent();

    /// <summary>Selects a store.</summary>
    public static void Select(string path) => Set(new Selection(path, IsFailed: false));

    /// <summary>Records that a store could not be selected, as it was given.</summary>
    public static void Fail(string given) => Set(new Selection(given, IsFailed: true));

    /// <summary>Selects none: the store of the environment counts, or the default.</summary>
    public static void Clear() => Set(new Selection(Path: null, IsFailed: false));

    // Whose task this is, is not known; when all who selected a store selected the same one, that does not matter.
    private static Selection? FindParent()
    {
        if (Runspace.DefaultRunspace?.Name?.StartsWith(TaskPrefix, StringComparison.Ordinal) is not true)
        {
            return null;
        }

        Selection[] others = [.. Selections
            .Where(selection => selection.Key.RunspaceStateInfo.State == RunspaceState.Opened
                && selection.Key.Name?.StartsWith(TaskPrefix, StringComparison.Ordinal) is not true)
            .Select(selection => selection.Value)
            .Distinct()];
        return others.Length == 1 ? others[0] : null;
    }

    private static void Set(Selection selection)
    {
        Selections.AddOrUpdate(Runspace.DefaultRunspace, selection);
        Flowing.Value = selection;
    }

    private sealed record Selection(string? Path, bool IsFailed);
}
