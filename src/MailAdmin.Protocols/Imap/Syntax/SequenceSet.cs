namespace MailAdmin.Protocols.Imap.Syntax;

/// <summary>A sequence-set as the client wrote it: of sequence numbers or of UIDs. RFC 9051 §9</summary>
internal sealed class SequenceSet(IReadOnlyList<SequenceRange> ranges)
{
    /// <summary>More ranges than any client needs, and few enough to sort at once.</summary>
    public const int MaxRanges = 20_000;

    private const uint Star = 0;

    /// <summary>
    /// Whether a number beyond a highest one is named: an error for sequence numbers. RFC 3501 §9 (seq-number)
    /// </summary>
    public bool Exceeds(uint highest) => ranges.Any(range => range.First > highest || range.Last > highest);

    /// <summary>
    /// The ranges ascending, without overlap, "*" being the highest number in use; empty when nothing is in use.
    /// </summary>
    public IReadOnlyList<SequenceRange> Resolve(uint highest)
    {
        if (highest == 0)
        {
            return [];
        }

        var resolved = new List<SequenceRange>(ranges.Count);
        foreach (SequenceRange range in ranges)
        {
            uint first = range.First == Star ? highest : range.First;
            uint last = range.Last == Star ? highest : range.Last;
            resolved.Add(first <= last ? new SequenceRange(first, last) : new SequenceRange(last, first));
        }

        return resolved.Count == 1 ? resolved : Merge(resolved);
    }

    // sequence-set = (seq-number / seq-range) ["," sequence-set]
    public static bool TryRead(ref ImapReader reader, out SequenceSet set)
    {
        var ranges = new List<SequenceRange>();
        set = new SequenceSet(ranges);
        do
        {
            if (ranges.Count == MaxRanges || !TryReadNumber(ref reader, out uint first))
            {
                return false;
            }

            uint last = first;
            if (reader.TryRead(':') && !TryReadNumber(ref reader, out last))
            {
                return false;
            }

            ranges.Add(new SequenceRange(first, last));
        }
        while (reader.TryRead(','));
        return true;
    }

    /// <summary>Whether a number lies in ranges that <see cref="Resolve"/> made.</summary>
    public static bool Contains(IReadOnlyList<SequenceRange> resolved, uint number)
    {
        int low = 0;
        int high = resolved.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            if (number < resolved[middle].First)
            {
                high = middle - 1;
            }
            else if (number > resolved[middle].Last)
            {
                low = middle + 1;
            }
            else
            {
                return true;
            }
        }

        return false;
    }

    private static List<SequenceRange> Merge(List<SequenceRange> ranges)
    {
        ranges.Sort(static (left, right) => left.First.CompareTo(right.First));
        int kept = 0;
        for (int i = 1; i < ranges.Count; i++)
        {
            SequenceRange before = ranges[kept];
            bool touches = before.Last == uint.MaxValue || ranges[i].First <= before.Last + 1;
            if (touches)
            {
                ranges[kept] = before with { Last = Math.Max(before.Last, ranges[i].Last) };
            }
            else
            {
                ranges[++kept] = ranges[i];
            }
        }

        ranges.RemoveRange(kept + 1, ranges.Count - kept - 1);
        return ranges;
    }

    // seq-number = nz-number / "*"
    private static bool TryReadNumber(ref ImapReader reader, out uint number)
    {
        number = Star;
        return reader.TryRead('*') || reader.TryReadPositiveNumber(out number);
    }
}
