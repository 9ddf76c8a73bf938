using System.Globalization;

namespace MailAdmin.Server.Transfer.Files;

/// <summary>The file dovecot-keywords of a Maildir: a line "number keyword" for each of the letters a to z.</summary>
internal sealed class MaildirKeywords
{
    private const int MaxKeywords = 26;
    private const string FileName = "dovecot-keywords";
    private readonly string folder;
    private readonly string?[] keywords = new string?[MaxKeywords];
    private bool changed;

    private MaildirKeywords(string folder)
    {
        this.folder = folder;
    }

    public static MaildirKeywords Load(string folder)
    {
        MaildirKeywords loaded = new(folder);
        string path = Path.Combine(folder, FileName);
        if (File.Exists(path))
        {
            foreach (string line in File.ReadLines(path))
            {
                int space = line.IndexOf(' ', StringComparison.Ordinal);
                if (space > 0
                    && int.TryParse(
                        line.AsSpan(0, space), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                    && number < MaxKeywords)
                {
                    loaded.keywords[number] = line[(space + 1)..].TrimEnd();
                }
            }
        }

        return loaded;
    }

    /// <summary>The keyword of a letter, or null.</summary>
    public string? Of(char letter) => letter is >= 'a' and <= 'z' ? keywords[letter - 'a'] : null;

    /// <summary>The letter of a keyword, a new one if need be; null: it is a flag, or all letters are taken.</summary>
    public char? LetterOf(string keyword)
    {
        if (keyword.StartsWith('\\'))
        {
            return null;
        }

        int index = Array.FindIndex(keywords, known => keyword.Equals(known, StringComparison.OrdinalIgnoreCase));
        if (index < 0)
        {
            index = Array.FindIndex(keywords, known => known is null);
            if (index < 0)
            {
                return null;
            }

            keywords[index] = keyword;
            changed = true;
        }

        return (char)('a' + index);
    }

    /// <summary>Writes the file if there is a new letter.</summary>
    public void Save()
    {
        if (!changed)
        {
            return;
        }

        string path = Path.Combine(folder, FileName);
        IEnumerable<string> lines = Enumerable.Range(0, MaxKeywords)
            .Where(number => keywords[number] is not null)
            .Select(number => string.Create(CultureInfo.InvariantCulture, $"{number} {keywords[number]}"));
        File.WriteAllText(path + ".part", string.Join('\n', lines) + "\n");
        File.Move(path + ".part", path, overwrite: true);
        changed = false;
    }
}
