using System.Reflection;

namespace MailAdmin.Help;

/// <summary>Writes the help of the cmdlets of an assembly, from its attributes and the comments that the compiler kept.</summary>
internal static class Program
{
    private const string Check = "--check";

    private static int Main(string[] arguments)
    {
        if (arguments.Length is not (2 or 3) || (arguments.Length == 3 && arguments[2] != Check))
        {
            Console.Error.WriteLine($"usage: MailAdmin.Help <assembly> <help file> [{Check}]");
            return 2;
        }

        string assemblyPath = Path.GetFullPath(arguments[0]);
        string helpPath = arguments[1];
        Comments comments = new();
        foreach (string file in Directory.EnumerateFiles(Path.GetDirectoryName(assemblyPath)!, "MailAdmin*.xml"))
        {
            comments.Add(file);
        }

        IEnumerable<CmdletDescription> cmdlets = CmdletDescription.AllOf(Assembly.LoadFrom(assemblyPath), comments);
        string text = new MamlWriter(comments).Write(cmdlets);
        if (File.Exists(helpPath) && File.ReadAllText(helpPath) == text)
        {
            return 0;
        }

        if (arguments.Length == 3)
        {
            // The form that MSBuild shows as an error.
            Console.Error.WriteLine($"{helpPath} : error HELP001: the help is not that of the cmdlets. Build without CI=true and commit the file.");
            return 1;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(helpPath)!);
        File.WriteAllText(helpPath, text);
        return 0;
    }
}
