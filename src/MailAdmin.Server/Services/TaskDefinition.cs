using System.Text;
using System.Xml.Linq;

namespace MailAdmin.Server.Services;

/// <summary>
/// The task of the Windows Task Scheduler that runs a service: when Windows starts, without a limit of time, and again
/// a minute after it failed. A PowerShell module has no program that the service manager of Windows could start.
/// </summary>
internal static class TaskDefinition
{
    /// <summary>The account of Windows for services that need few privileges.</summary>
    public const string LocalService = @"NT AUTHORITY\LocalService";

    private const string LocalServiceSid = "S-1-5-19";
    private static readonly XNamespace Schema = "http://schemas.microsoft.com/windows/2004/02/mit/task";

    /// <summary>The text of the file that schtasks reads; it must be written in UTF-16.</summary>
    public static string Text(ServiceDescription service)
    {
        XDocument document = new(
            Element(
                "Task",
                new XAttribute("version", "1.4"),
                Element(
                    "RegistrationInfo",
                    Element("Author", "MailAdmin"),
                    Element("Description", $"MailAdmin mail server ({service.Name})"),
                    Element("Documentation", ServiceMark.Of(service))),
                Element("Triggers", Element("BootTrigger", Element("Enabled", true))),
                Element("Principals", Principal(service.User)),
                Settings(),
                Element(
                    "Actions",
                    new XAttribute("Context", "Service"),
                    Element(
                        "Exec",
                        Element("Command", service.Command[0]),
                        Element("Arguments", CommandLine(service.Command.Skip(1)))))));
        return $"<?xml version=\"1.0\" encoding=\"UTF-16\"?>\n{document}\n".ReplaceLineEndings("\r\n");
    }

    /// <summary>
    /// Words as the C runtime of Windows splits them: a backslash is one unless a quote follows those that stand
    /// together.
    /// </summary>
    public static string CommandLine(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));

    private static XElement Principal(string user) => user == LocalService
        ? Element("Principal", new XAttribute("id", "Service"), Element("UserId", LocalServiceSid))
        : Element(
            "Principal",
            new XAttribute("id", "Service"),
            Element("UserId", user),

            // Without a password, which would have to be kept; other machines do not know the user of such a task.
            Element("LogonType", "S4U"));

    private static XElement Settings() => Element(
        "Settings",
        Element("MultipleInstancesPolicy", "IgnoreNew"),
        Element("DisallowStartIfOnBatteries", false),
        Element("StopIfGoingOnBatteries", false),
        Element("ExecutionTimeLimit", "PT0S"),
        Element("RestartOnFailure", Element("Interval", "PT1M"), Element("Count", 999)));

    private static XElement Element(string name, params object[] content) => new(Schema + name, content);

    private static string Quote(string word)
    {
        if (word.Length > 0 && !word.AsSpan().ContainsAny(" \t\""))
        {
            return word;
        }

        StringBuilder text = new("\"");
        int backslashes = 0;
        foreach (char c in word)
        {
            // Those before a quote are doubled, and one more makes the quote a character.
            text.Append('\\', c == '"' ? backslashes + 1 : 0).Append(c);
            backslashes = c == '\\' ? backslashes + 1 : 0;
        }

        return text.Append('\\', backslashes).Append('"').ToString();
    }
}
