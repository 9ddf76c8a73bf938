using System.Buffers;
using System.Collections.Frozen;
using System.Text;

namespace MailAdmin.Protocols.Syntax;

/// <summary>
/// The commands of a protocol. What is in the table is accepted, and what its rows announce is offered.
/// </summary>
/// <typeparam name="TCommand">A row: the verb, when it is allowed, and its handler.</typeparam>
internal sealed class CommandTable<TCommand>
    where TCommand : class
{
    private readonly FrozenDictionary<string, TCommand>.AlternateLookup<ReadOnlySpan<char>> byVerb;
    private readonly int maxVerb;

    public CommandTable(IReadOnlyList<TCommand> rows, Func<TCommand, string> verbOf)
    {
        Rows = rows;
        maxVerb = rows.Max(row => verbOf(row).Length);
        byVerb = rows.ToFrozenDictionary(verbOf, StringComparer.OrdinalIgnoreCase)
            .GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>All rows.</summary>
    public IReadOnlyList<TCommand> Rows { get; }

    /// <summary>Finds the command with a verb, in upper or lower case; returns null when there is none.</summary>
    public TCommand? Find(ReadOnlySpan<byte> verb)
    {
        Span<char> text = stackalloc char[maxVerb];
        return verb.Length <= maxVerb
            && Ascii.ToUtf16(verb, text, out int length) == OperationStatus.Done
            && byVerb.TryGetValue(text[..length], out TCommand? command) ? command : null;
    }
}
