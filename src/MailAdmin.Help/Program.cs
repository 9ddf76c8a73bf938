using System.Globalization;
using System.Reflection;

namespace MailAdmin.Help;

/// <summary>
/// Writes the help of the cmdlets of an assembly, from its attributes and the comments that the compiler kept: in
/// English, and in each language that has a file of translations.
/// </summary>
internal static class Program
{
    private const string Check = "--check";

    private static int Main(string[] arguments)
    {
        if (arguments.Length is not (2 or 3) || (arguments.Length == 3 && arguments[2] != Check))
        {
            Console.Error.WriteLine($"usage: MailAdmin.Help <assembly> <folder of the language folders> [{Check}]");
            return 2;
        }

        string assemblyPath = Path.GetFullPath(arguments[0]);
        Comments comments = new();
        foreach (string file in Directory.EnumerateFiles(Path.GetDirectoryName(assemblyPath)!, "MailAdmin*.xml"))
        {
            comments.Add(file);
        }

        Assembly assembly = Assembly.LoadFrom(assemblyPath);
        CmdletDescription[] cmdlets = [.. CmdletDescription.AllOf(assembly, comments)];
        RelatedLinks links = new(cmdlets);
        Func<MailError, string> categoryOf = CategoryOf(assembly);
        string translations = Path.Combine(AppContext.BaseDirectory, "Translations");
        Translation[] languages =
        [
            Translation.English(),
            .. Directory.EnumerateFiles(translations, "*.json").Order().Select(Translation.Read),
        ];
        bool checks = arguments.Length == 3;
        int status = 0;
        foreach (Translation language in languages)
        {
            string folder = Path.Combine(arguments[1], language.Culture);
            foreach ((string name, string text) in new[]
            {
                ("MailAdmin.dll-Help.xml", new MamlWriter(comments, language, links).Write(cmdlets)),
                (
                    "about_MailAdmin_Errors.help.txt",
                    new ErrorPage(CultureInfo.GetCultureInfo(language.Culture), categoryOf).Write()),
            })
            {
                string path = Path.Combine(folder, name);
                status |= checks ? Compare(path, text) : Put(path, text);
            }

            status |= checks ? ReportGaps(language, cmdlets) : 0;
        }

        return status;
    }

    /// <summary>The table of the cmdlets from a cause to the category of its ErrorRecord.</summary>
    private static Func<MailError, string> CategoryOf(Assembly assembly)
    {
        MethodInfo table =
            assembly.GetType("MailAdmin.Pipeline.ErrorRecords", throwOnError: true)!.GetMethod("CategoryOf")!;
        return error => table.Invoke(null, [error])!.ToString()!;
    }

    private static int Put(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (!File.Exists(path) || File.ReadAllText(path) != text)
        {
            File.WriteAllText(path, text);
        }

        return 0;
    }

    private static int Compare(string path, string text) => File.Exists(path) && File.ReadAllText(path) == text
        ? 0
        : Report(
            path, "HELP001",
            "the help is not that of the cmdlets and errors. Build without CI=true and commit the file.");

    private static int ReportGaps(Translation language, IEnumerable<CmdletDescription> cmdlets)
    {
        string file = $"Translations/{language.Culture}.json";
        int status = 0;
        foreach (CmdletDescription cmdlet in cmdlets.Where(cmdlet => !language.Has(cmdlet.Synopsis)))
        {
            status |= Report(file, "HELP002", $"{cmdlet.Name} has no synopsis: {Translation.Quote(cmdlet.Synopsis)}");
        }

        foreach (string unused in language.Unused)
        {
            status |= Report(file, "HELP003", $"nothing has this text any more: {Translation.Quote(unused)}");
        }

        return status;
    }

    /// <summary>Writes a fault in the form that MSBuild shows as an error.</summary>
    private static int Report(string file, string code, string message)
    {
        Console.Error.WriteLine($"{file} : error {code}: {message}");
        return 1;
    }
}
