namespace MailAdmin.Server.Administration.Names;

/// <summary>How many typing mistakes lie between two texts.</summary>
internal static class EditDistance
{
    /// <summary>
    /// The number of letters to insert, remove, replace or swap with the next one, where no letter is changed twice
    /// (optimal string alignment).
    /// </summary>
    public static int Between(string left, string right)
    {
        int[] beforeLast = new int[right.Length + 1];
        int[] last = [.. Enumerable.Range(0, right.Length + 1)];
        int[] current = new int[right.Length + 1];
        for (int i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int replaced = last[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                current[j] = Math.Min(replaced, Math.Min(last[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    current[j] = Math.Min(current[j], beforeLast[j - 2] + 1);
                }
            }

            (beforeLast, last, current) = (last, current, beforeLast);
        }

        return last[right.Length];
    }

    /// <summary>
    /// All texts that are one mistake away, made with some letters; what was meant is looked up among them, however
    /// many there are to look in.
    /// </summary>
    public static IEnumerable<string> OneAwayFrom(string text, string letters)
    {
        for (int i = 0; i <= text.Length; i++)
        {
            string head = text[..i];
            if (i < text.Length)
            {
                yield return head + text[(i + 1)..];
            }

            if (i + 1 < text.Length)
            {
                yield return $"{head}{text[i + 1]}{text[i]}{text[(i + 2)..]}";
            }

            foreach (char letter in letters)
            {
                yield return head + letter + text[i..];
                if (i < text.Length)
                {
                    yield return head + letter + text[(i + 1)..];
                }
            }
        }
    }
}
