using System.Xml.Linq;

namespace MailAdmin.Server.Services;

/// <summary>The property list of a daemon of launchd (macOS) that runs a service; launchd.plist(5).</summary>
internal static class LaunchdPlist
{
    private const int UserOnlyMask = 63;
    private const int StopSeconds = 90;
    private const int OpenFiles = 65536;

    /// <summary>The text of the file.</summary>
    public static string Text(ServiceDescription service)
    {
        XDocument document = new(
            new XDeclaration("1.0", "UTF-8", null),
            new XDocumentType(
                "plist",
                "-//Apple//DTD PLIST 1.0//EN",
                "http://www.apple.com/DTDs/PropertyList-1.0.dtd",
                null),
            new XComment($" {ServiceMark.Of(service)} "),
            new XElement(
                "plist",
                new XAttribute("version", "1.0"),
                Dictionary(
                    ("Label", Text("string", service.Name)),
                    ("UserName", Text("string", service.User)),
                    (
                        "ProgramArguments",
                        new XElement("array", service.Command.Select(word => Text("string", word)))),
                    ("RunAtLoad", new XElement("true")),
                    ("KeepAlive", Dictionary(("SuccessfulExit", new XElement("false")))),
                    ("ExitTimeOut", Text("integer", StopSeconds)),
                    ("Umask", Text("integer", UserOnlyMask)),
                    ("SoftResourceLimits", Dictionary(("NumberOfFiles", Text("integer", OpenFiles)))))));
        return $"{document.Declaration}\n{document}\n".ReplaceLineEndings("\n");
    }

    private static XElement Text(string type, object value) => new(type, value);

    private static XElement Dictionary(params (string Key, XElement Value)[] entries) =>
        new("dict", entries.SelectMany(entry => new[] { new XElement("key", entry.Key), entry.Value }));
}
