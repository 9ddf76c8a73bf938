namespace MailAdmin.Tests.Dialogues;

/// <summary>Which commands the dialogues of a folder show, and how they end.</summary>
internal static class DialogueCoverage
{
    /// <summary>
    /// For each verb, the outcomes that occur: the command is the first word of a line that a client sends when every
    /// answer before has come; its outcome is how <paramref name="judge"/> sees the first line of the answer.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Read(string folder, Func<string, char> judge)
    {
        Dictionary<string, string> outcomes = new(StringComparer.OrdinalIgnoreCase);
        string root = Path.Combine(AppContext.BaseDirectory, "Dialogues", folder);
        foreach (string path in Directory.EnumerateFiles(root, "*.dialogue", SearchOption.AllDirectories))
        {
            DialogueStep? previous = null;
            SendStep? command = null;
            foreach (DialogueStep step in Dialogue.Load(path).Steps)
            {
                command = step is SendStep send && previous is not SendStep ? send : command;
                if (step is ExpectStep answer && command is not null)
                {
                    string verb = command.Bytes.TrimEnd().Split(' ')[0];
                    outcomes[verb] = outcomes.GetValueOrDefault(verb, "") + judge(answer.Pattern);
                    command = null;
                }

                previous = step;
            }
        }

        return outcomes;
    }
}
