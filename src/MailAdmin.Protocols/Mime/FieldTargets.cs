using System.Text;

namespace MailAdmin.Protocols.Mime;

/// <summary>
/// The texts that a search looks for in fields of certain names, and which of them the present message has.
/// </summary>
internal sealed class FieldTargets : FieldVisitor
{
    private readonly List<Target> targets = [];
    private int left;
    private string name = "";

    /// <summary>How many there are.</summary>
    public int Count => targets.Count;

    /// <inheritdoc/>
    public override bool IsDone => left == 0;

    /// <summary>Adds one.</summary>
    /// <param name="fieldName">The name of the field.</param>
    /// <param name="text">What to look for.</param>
    /// <param name="inAddresses">Whether the addresses without their comments count, too.</param>
    /// <returns>Its number.</returns>
    public int Add(string fieldName, SearchText text, bool inAddresses)
    {
        int known = targets.FindIndex(target => target.InAddresses == inAddresses && target.Text.IsSameAs(text)
            && target.Name.Equals(fieldName, StringComparison.OrdinalIgnoreCase));
        if (known < 0)
        {
            targets.Add(new Target(fieldName, text, inAddresses));
        }

        return known < 0 ? targets.Count - 1 : known;
    }

    /// <summary>Begins with another message.</summary>
    public void Reset()
    {
        left = targets.Count;
        targets.ForEach(target => target.IsFound = false);
    }

    /// <summary>Whether the message has one, after its header was visited.</summary>
    public bool IsFound(int number) => targets[number].IsFound;

    /// <summary>
    /// What the structure that is kept beside the message says about one, or null when its header must be read.
    /// </summary>
    public bool? Evaluate(int number, StructureView structure)
    {
        Target target = targets[number];
        if (FindKept(target.Name) is not { } kept)
        {
            return null;
        }

        int length = structure.TryGetText(kept, out ReadOnlySpan<byte> folded);
        if (length == StructureFormat.TextNotStored)
        {
            return null;
        }

        bool fits = length >= 0 && target.Text.IsInFolded(folded);
        return !fits && length > 0 && target.InAddresses && AddressText.MayDiffer(folded) ? null : fits;
    }

    /// <inheritdoc/>
    public override bool Begin(ReadOnlySpan<byte> line, WireWriter field)
    {
        if (!HeaderLine.TrySplit(line, out ReadOnlySpan<byte> own, out ReadOnlySpan<byte> value))
        {
            return false;
        }

        foreach (Target target in targets)
        {
            if (!target.IsFound && own.Length == target.Name.Length && Ascii.EqualsIgnoreCase(own, target.Name))
            {
                name = target.Name;
                field.Raw(value.TrimStart(" \t"u8));
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public override void End(ReadOnlySpan<byte> field)
    {
        string? decoded = null;
        string? addresses = null;
        foreach (Target target in targets)
        {
            if (target.IsFound || !target.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            target.IsFound = FieldText.Contains(field, target.Text, ref decoded)
                || (target.InAddresses
                    && AddressText.MayDiffer(field)
                    && target.Text.IsIn(addresses ??= AddressText.Of(field)));
            left -= target.IsFound ? 1 : 0;
        }
    }

    private static SearchField? FindKept(string name) => name.Length switch
    {
        2 when Is(name, "To") => SearchField.To,
        2 when Is(name, "Cc") => SearchField.Cc,
        3 when Is(name, "Bcc") => SearchField.Bcc,
        4 when Is(name, "From") => SearchField.From,
        7 when Is(name, "Subject") => SearchField.Subject,
        _ => null,
    };

    private static bool Is(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);

    private sealed class Target(string name, SearchText text, bool inAddresses)
    {
        public string Name => name;

        public SearchText Text => text;

        public bool InAddresses => inAddresses;

        public bool IsFound { get; set; }
    }
}
