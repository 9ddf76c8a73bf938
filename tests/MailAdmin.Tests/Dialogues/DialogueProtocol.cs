using MailAdmin.Protocols.Transport;

namespace MailAdmin.Tests.Dialogues;

/// <summary>
/// What the player must know of a protocol. One theory a protocol plays its folder:
/// <code>
/// private static readonly DialogueProtocol Pop3 = new("Pop3", MailProtocol.Pop3, () => new Pop3SessionHandler(…),
/// (account, password) => […], HasLiterals: false); public static IEnumerable&lt;TheoryDataRow&lt;string,
/// PlayMode&gt;&gt; Rows() => Pop3.Rows(); [Theory, MemberData(nameof(Rows))] public Task Dialogue(string name,
/// PlayMode mode) => Pop3.PlayAsync(name, mode);
/// </code>
/// </summary>
/// <param name="Folder">The folder below Dialogues.</param>
/// <param name="Listener">Which listener, unless the dialogue says another.</param>
/// <param name="CreateHandler">Makes the session handler.</param>
/// <param name="LogOn">
/// What a client sends and gets, from the greeting on, to be logged on: lines "C: …" and "S: …".
/// </param>
/// <param name="HasLiterals">Whether a response can go on after "{n}" at the end of a line.</param>
internal sealed record DialogueProtocol(
    string Folder,
    MailProtocol Listener,
    Func<ISessionHandler> CreateHandler,
    Func<string, string, IReadOnlyList<string>> LogOn,
    bool HasLiterals)
{
    private static string Root => Path.Combine(AppContext.BaseDirectory, "Dialogues");

    /// <summary>The rows of a theory: each dialogue of the folder in each way that it is to be played.</summary>
    public IEnumerable<TheoryDataRow<string, PlayMode>> Rows()
    {
        foreach (
            string path in Directory
                .EnumerateFiles(Path.Combine(Root, Folder), "*.dialogue", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal))
        {
            string name = Path.GetRelativePath(Root, path).Replace('\\', '/');
            string modes = Dialogue.Load(path)["modes"] ?? "whole, lines, bytes";
            foreach (string mode in modes.Split(',', StringSplitOptions.TrimEntries))
            {
                yield return new TheoryDataRow<string, PlayMode>(
                    name, Enum.Parse<PlayMode>(mode, ignoreCase: true)) { TestDisplayName = $"{name} ({mode})" };
            }
        }
    }

    /// <summary>Plays one.</summary>
    public async Task PlayAsync(string name, PlayMode mode)
    {
        Dialogue dialogue = Dialogue.Load(Path.Combine(Root, name));
        await using DialogueWorld world = await DialogueWorld.CreateAsync(dialogue, this);
        await using DialoguePlayer player = new(dialogue, this, world, mode);
        await player.PlayAsync();
    }
}

/// <summary>How what a client sends is cut.</summary>
public enum PlayMode
{
    /// <summary>All that it sends between two answers in one piece.</summary>
    Whole,

    /// <summary>Line by line, without waiting.</summary>
    Lines,

    /// <summary>The server reads one byte at a time.</summary>
    Bytes,
}
