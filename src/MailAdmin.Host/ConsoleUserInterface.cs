using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Net;
using System.Security;

namespace MailAdmin.Host;

/// <summary>Writes to the console and asks there. Errors, warnings and what is said on the way go to standard error.</summary>
internal sealed class ConsoleUserInterface : PSHostUserInterface
{
    private const string Red = "\e[31m";
    private const string Yellow = "\e[33m";
    private const string Plain = "\e[0m";
    private readonly ConsoleProgress progress = new();

    public override PSHostRawUserInterface RawUI { get; } = new ConsoleRawUserInterface();

    public override bool SupportsVirtualTerminal => !Console.IsOutputRedirected;

    public void ClearProgress() => progress.Clear();

    public override string ReadLine() => Console.In.ReadLine() ?? "";

    public override SecureString ReadLineAsSecureString()
    {
        SecureString secret = new();
        if (Console.IsInputRedirected)
        {
            return new NetworkCredential("", ReadLine()).SecurePassword;
        }

        for (ConsoleKeyInfo key = Console.ReadKey(intercept: true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            if (key.Key == ConsoleKey.Backspace && secret.Length > 0)
            {
                secret.RemoveAt(secret.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                secret.AppendChar(key.KeyChar);
            }
        }

        Console.Out.WriteLine();
        secret.MakeReadOnly();
        return secret;
    }

    public override void Write(string value)
    {
        progress.Clear();
        Console.Out.Write(GetOutputString(value, SupportsVirtualTerminal));
    }

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Write(value);

    public override void WriteLine(string value) => Write(value + Environment.NewLine);

    public override void WriteErrorLine(string value) => WriteAside(Red, value);

    public override void WriteWarningLine(string message) => WriteAside(Yellow, "WARNING: " + message);

    public override void WriteVerboseLine(string message) => WriteAside(Yellow, "VERBOSE: " + message);

    public override void WriteDebugLine(string message) => WriteAside(Yellow, "DEBUG: " + message);

    public override void WriteProgress(long sourceId, ProgressRecord record) => progress.Show(record);

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
    {
        Introduce(caption, message);
        Dictionary<string, PSObject> answers = [];
        foreach (FieldDescription field in descriptions)
        {
            Console.Out.Write(field.Name + ": ");
            bool isSecret = field.ParameterTypeFullName == typeof(SecureString).FullName;
            answers[field.Name] = isSecret ? PSObject.AsPSObject(ReadLineAsSecureString()) : PSObject.AsPSObject(ReadLine());
        }

        return answers;
    }

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        Introduce(caption, message);
        string offered = string.Join("  ", choices.Select(choice => $"[{Key(choice)}] {choice.Label.Replace("&", "", StringComparison.Ordinal)}"));
        while (true)
        {
            Console.Out.Write(defaultChoice >= 0 ? $"{offered} (default is \"{Key(choices[defaultChoice])}\"): " : offered + ": ");
            string? answer = Console.In.ReadLine();
            if (answer is null && defaultChoice < 0)
            {
                throw new PipelineStoppedException();
            }

            if (string.IsNullOrWhiteSpace(answer) && defaultChoice >= 0)
            {
                return defaultChoice;
            }

            for (int i = 0; i < choices.Count; i++)
            {
                bool isChosen = string.Equals(answer?.Trim(), Key(choices[i]), StringComparison.OrdinalIgnoreCase)
                    || string.Equals(answer?.Trim(), choices[i].Label.Replace("&", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
                if (isChosen)
                {
                    return i;
                }
            }
        }
    }

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        PromptForCredential(caption, message, userName, targetName, PSCredentialTypes.Default, PSCredentialUIOptions.Default);

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options)
    {
        Introduce(caption, message);
        string name = userName;
        if (string.IsNullOrEmpty(name))
        {
            Console.Out.Write("User: ");
            name = ReadLine();
        }

        Console.Out.Write($"Password for {name}: ");
        return new PSCredential(name, ReadLineAsSecureString());
    }

    private static string Key(ChoiceDescription choice)
    {
        int mark = choice.Label.IndexOf('&', StringComparison.Ordinal);
        return mark >= 0 && mark + 1 < choice.Label.Length ? choice.Label[mark + 1].ToString().ToUpperInvariant() : choice.Label;
    }

    private static void Introduce(string caption, string message)
    {
        if (!string.IsNullOrEmpty(caption))
        {
            Console.Out.WriteLine(caption);
        }

        if (!string.IsNullOrEmpty(message))
        {
            Console.Out.WriteLine(message);
        }
    }

    private void WriteAside(string color, string text)
    {
        progress.Clear();
        Console.Error.WriteLine(Console.IsErrorRedirected ? GetOutputString(text, supportsVirtualTerminal: false) : color + text + Plain);
    }
}
