using System.Text.Json;
using System.Text.Json.Serialization;

namespace MailAdmin.Server.Transfer.Files;

/// <summary>
/// What a file of exported messages holds, a line of JSON for each message; kept beside the messages, so that the next
/// export adds only what is new, and an import finds flags and dates again. A line that is not whole is left out.
/// </summary>
internal sealed class FileState
{
    /// <summary>The name of the file in each folder.</summary>
    public const string FileName = "mailadmin-content.jsonl";

    private readonly HashSet<(long UidValidity, long Uid)> known = [];
    private readonly Dictionary<string, FileStateEntry> byFile = new(StringComparer.Ordinal);
    private readonly List<FileStateEntry> entries = [];

    public IReadOnlyList<FileStateEntry> Entries => entries;

    /// <summary>Reads the lines of a file that need not exist.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="isThere">Whether the message of an entry is where it says.</param>
    public static FileState Load(string path, Func<FileStateEntry, bool>? isThere = null)
    {
        if (!File.Exists(path))
        {
            return new FileState();
        }

        using StreamReader reader = new(path);
        return Read(reader, isThere);
    }

    /// <inheritdoc cref="Load"/>
    public static FileState Read(TextReader reader, Func<FileStateEntry, bool>? isThere = null)
    {
        FileState state = new();
        while (reader.ReadLine() is { } line)
        {
            if (Parse(line) is { } entry && (isThere is null || isThere(entry)))
            {
                state.Add(entry);
            }
        }

        return state;
    }

    public static string Format(FileStateEntry entry) =>
        JsonSerializer.Serialize(entry, FileStateJson.Default.FileStateEntry) + "\n";

    public bool Has(long uidValidity, long uid) => known.Contains((uidValidity, uid));

    public FileStateEntry? Find(string file) => byFile.GetValueOrDefault(file);

    public void Add(FileStateEntry entry)
    {
        known.Add((entry.UidValidity, entry.Uid));
        entries.Add(entry);
        if (entry.File is not null)
        {
            byFile[entry.File] = entry;
        }
    }

    private static FileStateEntry? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, FileStateJson.Default.FileStateEntry);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>A message that was exported.</summary>
internal sealed record FileStateEntry
{
    public long UidValidity { get; init; }

    public long Uid { get; init; }

    /// <summary>The name of its file, or null when it is in one with others.</summary>
    public string? File { get; init; }

    /// <summary>Where it ends in a file that it shares.</summary>
    public long End { get; init; }

    public DateTimeOffset Date { get; init; }

    public IReadOnlyList<string>? Flags { get; init; }
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(FileStateEntry))]
internal sealed partial class FileStateJson : JsonSerializerContext;
