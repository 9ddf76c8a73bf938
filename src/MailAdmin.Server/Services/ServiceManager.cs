using System.Security;
using MailAdmin.Texts;

namespace MailAdmin.Server.Services;

/// <summary>
/// Services that the platform starts with the machine and watches: units of systemd on Linux, daemons of launchd on
/// macOS, tasks of the Task Scheduler on Windows. Only definitions that MailAdmin wrote are replaced or removed.
/// </summary>
public abstract class ServiceManager
{
    private readonly ServiceHost host;
    private readonly string extension;

    private protected ServiceManager(ServiceHost host, string extension)
    {
        this.host = host;
        this.extension = extension;
    }

    /// <summary>The manager of this machine.</summary>
    public static ServiceManager Here { get; } =
        OperatingSystem.IsWindows() ? TaskSchedulerManager.OfMachine()
        : OperatingSystem.IsMacOS() ? LaunchdManager.OfMachine()
        : SystemdManager.OfMachine();

    /// <summary>The user that a service runs as when none is named.</summary>
    public abstract string DefaultUser { get; }

    /// <summary>What the manager is called in texts.</summary>
    private protected abstract string DisplayName { get; }

    /// <summary>Whether a folder is a store.</summary>
    public static bool IsStore(string path) => File.Exists(Path.Combine(path, "store.json"));

    /// <summary>The file of a service.</summary>
    public string PathOf(string name) => Path.Combine(host.Folder, name + extension);

    /// <summary>The definition of a service in the language of the manager.</summary>
    public abstract string TextOf(ServiceDescription service);

    /// <summary>Writes the definition of a service, and starts it now and with the machine.</summary>
    /// <param name="service">The service.</param>
    /// <param name="replace">Whether a service of this name that MailAdmin wrote is replaced.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    /// <exception cref="MailException">
    /// ServiceManagerNotFound, ElevationRequired, ServiceExists, UserNotFound, StoreAccessDenied, ServiceManagerFailed.
    /// When the manager refuses the service, nothing is left of it.
    /// </exception>
    public async Task RegisterAsync(ServiceDescription service, bool replace, CancellationToken cancellationToken)
    {
        RequireManager();
        bool exists = RequireOwnName(service.Name, replace);
        await RequireUserAsync(service, cancellationToken);
        if (exists)
        {
            await StopAsync(service.Name, cancellationToken);
        }

        try
        {
            await InstallAsync(service, cancellationToken);
        }
        catch (MailException)
        {
            await RemoveAsync(service.Name, CancellationToken.None);
            throw;
        }
    }

    /// <summary>Stops a service and removes its definition. The store is not touched.</summary>
    /// <exception cref="MailException">
    /// ServiceManagerNotFound, ElevationRequired, ServiceNotFound, ServiceExists (of somebody else),
    /// ServiceManagerFailed.
    /// </exception>
    public async Task UnregisterAsync(string name, CancellationToken cancellationToken)
    {
        RequireManager();
        if (Find(name) is null)
        {
            throw File.Exists(PathOf(name))
                ? MailException.Of(MailError.ServiceExists.As("Foreign"), name, PathOf(name))
                : MailException.Of(MailError.ServiceNotFound, name);
        }

        await StopAsync(name, cancellationToken);
        await RemoveAsync(name, cancellationToken);
    }

    /// <summary>The services that MailAdmin wrote, by name.</summary>
    public async Task<IReadOnlyList<MailRegisteredService>> ListAsync(CancellationToken cancellationToken)
    {
        List<MailRegisteredService> services = [];
        foreach (string name in Names())
        {
            if (Find(name) is { } service)
            {
                services.Add(await DescribeAsync(service, cancellationToken));
            }
        }

        return services;
    }

    /// <summary>Has the manager take a new definition, and starts the service.</summary>
    private protected abstract Task InstallAsync(ServiceDescription service, CancellationToken cancellationToken);

    /// <summary>Stops a service; one that does not run is no error.</summary>
    private protected abstract Task StopAsync(string name, CancellationToken cancellationToken);

    /// <summary>Removes the definition of a service that does not run.</summary>
    private protected abstract Task RemoveAsync(string name, CancellationToken cancellationToken);

    /// <summary>Refuses a user who does not exist or could not use the files of the service.</summary>
    private protected abstract Task RequireUserAsync(ServiceDescription service, CancellationToken cancellationToken);

    /// <summary>What the manager knows of a service that it has.</summary>
    private protected abstract Task<ServiceStatus> StatusAsync(string name, CancellationToken cancellationToken);

    /// <summary>Runs a program of the manager.</summary>
    private protected Task<ProgramResult> TryRunAsync(CancellationToken cancellationToken, params string[] words) =>
        host.Programs.RunAsync(words, cancellationToken);

    /// <summary>As <see cref="TryRunAsync"/>, for one that must succeed.</summary>
    /// <exception cref="MailException">ServiceManagerFailed, with what the program wrote.</exception>
    private protected async Task RunAsync(CancellationToken cancellationToken, params string[] words)
    {
        ProgramResult result = await TryRunAsync(cancellationToken, words);
        if (result.ExitCode != 0)
        {
            throw MailException.Of(
                MailError.ServiceManagerFailed, string.Join(' ', words), result.ExitCode, result.Reason);
        }
    }

    /// <summary>Writes the file of a service, whole or not at all; everybody may read it.</summary>
    private protected void WriteFile(ServiceDescription service)
    {
        string path = PathOf(service.Name);
        string part = path + ".part";
        try
        {
            File.WriteAllText(part, TextOf(service));
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(
                    part,
                    UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
            }

            File.Move(part, path, overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            File.Delete(part);
            throw MailException.Of(
                MailError.InvalidArgument.As("FileNotWritable"), fault, path, PlatformReason.Of(fault));
        }
    }

    private void RequireManager()
    {
        if (!host.IsAvailable)
        {
            throw MailException.Of(MailError.ServiceManagerNotFound, DisplayName);
        }

        if (!host.IsPrivileged)
        {
            throw MailException.Of(MailError.ElevationRequired);
        }
    }

    private bool RequireOwnName(string name, bool replace)
    {
        if (Find(name) is not null)
        {
            return replace ? true : throw MailException.Of(MailError.ServiceExists, name);
        }

        string? taken = host.OtherFolders.Prepend(host.Folder)
            .Select(folder => Path.Combine(folder, name + extension))
            .FirstOrDefault(File.Exists);
        return taken is null ? false : throw MailException.Of(MailError.ServiceExists.As("Foreign"), name, taken);
    }

    private string[] Names()
    {
        try
        {
            return
            [
                .. Directory.EnumerateFiles(host.Folder)
                    .Where(file => Path.GetExtension(file) == extension)
                    .Select(file => Path.GetFileName(file)[..^extension.Length])
                    .Order(StringComparer.Ordinal),
            ];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception fault) when (fault is UnauthorizedAccessException or SecurityException)
        {
            throw MailException.Of(MailError.ElevationRequired, fault);
        }
    }

    // Everybody may read what MailAdmin wrote, so what cannot be read is somebody else's.
    private ServiceDescription? Find(string name)
    {
        try
        {
            ServiceDescription? service = ServiceMark.Find(File.ReadAllText(PathOf(name)));
            return service?.Name == name ? service : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private async Task<MailRegisteredService> DescribeAsync(
        ServiceDescription service, CancellationToken cancellationToken)
    {
        ServiceStatus status = host.IsAvailable
            ? await StatusAsync(service.Name, cancellationToken)
            : ServiceStatus.Unknown;
        return new MailRegisteredService
        {
            Name = service.Name,
            State = status.State,
            ProcessId = status.ProcessId,
            User = service.User,
            StorePath = service.StorePath,
            Path = PathOf(service.Name),
            Command = TaskDefinition.CommandLine(service.Command),
        };
    }
}
