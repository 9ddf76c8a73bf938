namespace MailAdmin.Protocols.Mime;

/// <summary>
/// The texts that the BODY and TEXT keys of a search look for, and which of them the present message has.
/// </summary>
internal sealed class TextTargets
{
    private readonly List<Target> targets = [];

    /// <summary>How many there are.</summary>
    public int Count => targets.Count;

    /// <summary>How many were not found yet.</summary>
    public int Left { get; private set; }

    /// <summary>The length of the longest in UTF-16 units.</summary>
    public int MaxLength { get; private set; }

    /// <summary>Adds one and returns its number.</summary>
    /// <param name="text">What to look for.</param>
    /// <param name="inHeaders">Whether the header of the message and those of its parts count, too.</param>
    public int Add(SearchText text, bool inHeaders)
    {
        int known = targets.FindIndex(target => target.InHeaders == inHeaders && target.Text.IsSameAs(text));
        if (known >= 0)
        {
            return known;
        }

        targets.Add(new Target(text, inHeaders));
        MaxLength = Math.Max(MaxLength, text.Length);
        return targets.Count - 1;
    }

    /// <summary>Begins with another message.</summary>
    public void Reset()
    {
        Left = 0;
        foreach (Target target in targets)
        {
            target.IsFound = target.Text.IsEmpty;
            Left += target.IsFound ? 0 : 1;
        }
    }

    /// <summary>Whether the message has one.</summary>
    public bool IsFound(int number) => targets[number].IsFound;

    /// <summary>Whether one is left that bytes of ASCII could not decide.</summary>
    public bool HasLeft(TargetKinds kinds)
    {
        foreach (Target target in targets)
        {
            if (!target.IsFound && target.Fits(kinds))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Looks for those that are ASCII in bytes of a charset that ASCII is a part of.</summary>
    public void LookInBytes(ReadOnlySpan<byte> bytes, TargetKinds kinds)
    {
        foreach (Target target in targets)
        {
            if (!target.IsFound && target.Text.IsAscii && target.Fits(kinds))
            {
                Record(target, target.Text.IsInAscii(bytes));
            }
        }
    }

    /// <summary>Looks for those that are ASCII in unfolded fields that are ASCII.</summary>
    public void LookInPlainFields(ReadOnlySpan<byte> fields, TargetKinds kinds)
    {
        foreach (Target target in targets)
        {
            if (!target.IsFound && target.Text.IsAscii && target.Fits(kinds))
            {
                Record(target, target.Text.IsInAsciiField(fields));
            }
        }
    }

    /// <summary>Looks for them in decoded text.</summary>
    public void LookInText(ReadOnlySpan<char> text, TargetKinds kinds)
    {
        foreach (Target target in targets)
        {
            if (!target.IsFound && target.Fits(kinds))
            {
                Record(target, target.Text.IsIn(text));
            }
        }
    }

    /// <summary>Looks for them in a header field, which is unfolded and not decoded.</summary>
    public void LookInField(ReadOnlySpan<byte> field, TargetKinds kinds)
    {
        string? decoded = null;
        foreach (Target target in targets)
        {
            if (!target.IsFound && target.Fits(kinds))
            {
                Record(target, FieldText.Contains(field, target.Text, ref decoded));
            }
        }
    }

    private void Record(Target target, bool isFound)
    {
        target.IsFound = isFound;
        Left -= isFound ? 1 : 0;
    }

    private sealed class Target(SearchText text, bool inHeaders)
    {
        public SearchText Text => text;

        public bool InHeaders => inHeaders;

        public bool IsFound { get; set; }

        public bool Fits(TargetKinds kinds) =>
            (inHeaders || (kinds & TargetKinds.OfHeaders) == 0)
            && (!text.IsAscii || (kinds & TargetKinds.NotAscii) == 0)
            && (text.HasBlanks || (kinds & TargetKinds.WithBlanks) == 0)
            && (!text.HasBlanks || (kinds & TargetKinds.WithoutBlanks) == 0);
    }
}
