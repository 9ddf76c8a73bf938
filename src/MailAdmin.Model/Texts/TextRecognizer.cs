using System.Globalization;

namespace MailAdmin.Texts;

/// <summary>
/// Finds the text of the catalogue that a written message came from, with its values: a message in a log, in the queue
/// or on a screen has lost its key. Text from elsewhere may be hostile, so each text is looked for in one pass.
/// </summary>
internal sealed class TextRecognizer
{
    private static readonly CultureInfo[] Cultures = [CultureInfo.InvariantCulture, CultureInfo.GetCultureInfo("ja")];
    private readonly List<Template> templates = [];

    /// <summary>Prepares some texts.</summary>
    /// <param name="languages">The texts.</param>
    /// <param name="isIncluded">Which keys.</param>
    /// <param name="isWhole">Whether the message is all of what is written, and not only a part.</param>
    /// <param name="minLiteral">How many characters of a text, beside its values, must be found at least.</param>
    public TextRecognizer(TextLanguages languages, Func<string, bool> isIncluded, bool isWhole, int minLiteral)
    {
        foreach (TextCatalogue catalogue in Cultures.Select(languages.For))
        {
            foreach (string key in catalogue.Keys.Where(isIncluded))
            {
                TextEntry entry = catalogue.TryFind(key)!;
                Template template = new(key, entry, isWhole);
                if (template.LiteralLength >= minLiteral)
                {
                    templates.Add(template);
                }
            }
        }

        // Where two texts fit, the one with more words of its own says more.
        templates.Sort((one, other) => other.LiteralLength.CompareTo(one.LiteralLength));
    }

    /// <summary>The text with its values; null when none fits.</summary>
    public MailText? Find(string written)
    {
        foreach (Template template in templates)
        {
            if (template.Match(written) is { } values)
            {
                return MailText.Of(template.Key, values);
            }
        }

        return null;
    }

    /// <summary>A text as the words between its values.</summary>
    private sealed class Template
    {
        private readonly List<string> literals = [];
        private readonly List<string> names = [];
        private readonly IReadOnlyList<string> order;
        private readonly bool isWhole;

        public Template(string key, TextEntry entry, bool isWhole)
        {
            Key = key;
            order = entry.Values;
            this.isWhole = isWhole;
            int at = 0;
            while (entry.Message.IndexOf('{', at) is var open and >= 0)
            {
                int close = entry.Message.IndexOf('}', open);
                literals.Add(entry.Message[at..open]);
                names.Add(entry.Message[(open + 1)..close]);
                at = close + 1;
            }

            literals.Add(entry.Message[at..]);
            LiteralLength = literals.Sum(literal => literal.Length);
        }

        public string Key { get; }

        public int LiteralLength { get; }

        /// <summary>
        /// The values in the order of the catalogue; null when the text does not fit. Each value is as short as it can
        /// be, and has a character at least: where any choice fits, this one does.
        /// </summary>
        public object?[]? Match(string written)
        {
            int at = isWhole
                ? written.StartsWith(literals[0], StringComparison.Ordinal) ? 0 : -1
                : written.IndexOf(literals[0], StringComparison.Ordinal);
            if (at < 0)
            {
                return null;
            }

            at += literals[0].Length;
            Dictionary<string, string> values = [];
            for (int i = 0; i < names.Count; i++)
            {
                int end = at < written.Length ? EndOfValue(written, at + 1, i) : -1;
                if (end < 0)
                {
                    return null;
                }

                values.TryAdd(names[i], written[at..end]);
                at = end + literals[i + 1].Length;
            }

            // What only the recommended action names is not in the message.
            return isWhole && at < written.Length
                ? null
                : [.. order.Select(name => values.GetValueOrDefault(name, $"<{name}>"))];
        }

        /// <summary>Where the words after a value begin; -1 when they do not follow.</summary>
        private int EndOfValue(string written, int first, int value)
        {
            string next = literals[value + 1];
            bool isLast = value == names.Count - 1;
            if (isLast && (isWhole || next.Length == 0))
            {
                int end = written.Length - next.Length;
                return end >= first && written.EndsWith(next, StringComparison.Ordinal) ? end : -1;
            }

            return written.IndexOf(next, first, StringComparison.Ordinal);
        }
    }
}
