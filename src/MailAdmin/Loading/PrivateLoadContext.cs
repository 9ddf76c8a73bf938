using System.Reflection;
using System.Runtime.Loader;

namespace MailAdmin.Loading;

/// <summary>
/// Holds every assembly of bin/lib, apart from those of other modules: two modules with different versions of MimeKit
/// or LiteDB do not meet. MailAdmin.Model is left to the default context, so that both sides share its types.
/// </summary>
internal sealed class PrivateLoadContext : AssemblyLoadContext
{
    private const string SharedAssembly = "MailAdmin.Model";

    // Only these are answered for in the default context; whoever asks there for another gets what the engine finds.
    private static readonly HashSet<string> OwnAssemblies = new(StringComparer.Ordinal)
    {
        "MailAdmin.Server",
        "MailAdmin.Storage",
        "MailAdmin.Protocols",
        "MailAdmin.Dns",
        "MailAdmin.Diagnostics",
    };

    private readonly string folder;

    private PrivateLoadContext(string folder)
        : base("MailAdmin")
    {
        this.folder = folder;
    }

    /// <summary>The one context of this process; assemblies stay loaded when the module is removed.</summary>
    public static PrivateLoadContext Instance { get; } =
        new(Path.Combine(Path.GetDirectoryName(typeof(PrivateLoadContext).Assembly.Location)!, "lib"));

    /// <summary>Answers for our own assemblies in the default context.</summary>
    public static void Hook()
    {
        Default.Resolving -= ResolveOwn;
        Default.Resolving += ResolveOwn;
    }

    /// <summary>Stops answering.</summary>
    public static void Unhook() => Default.Resolving -= ResolveOwn;

    /// <summary>Whether one of our assemblies has been needed so far.</summary>
    public bool HasLoaded(string name) => Assemblies.Any(assembly => assembly.GetName().Name == name);

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name is null or SharedAssembly)
        {
            return null;
        }

        string file = assemblyName.Name + ".dll";
        string windowsPath = Path.Combine(folder, "win", file);
        if (OperatingSystem.IsWindows() && File.Exists(windowsPath))
        {
            return LoadFromAssemblyPath(windowsPath);
        }

        string path = Path.Combine(folder, file);
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    private static Assembly? ResolveOwn(AssemblyLoadContext context, AssemblyName name) =>
        name.Name is not null && OwnAssemblies.Contains(name.Name) ? Instance.LoadFromAssemblyName(name) : null;
}
