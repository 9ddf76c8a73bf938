using System.Management.Automation;
using System.Management.Automation.Runspaces;
using MailAdmin.Pipeline;

namespace MailAdmin.Loading;

/// <summary>
/// Called by the engine when the module is imported into a runspace, and when it is removed from one.
/// </summary>
public sealed class ModuleLifetime : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private static readonly Lock Gate = new();
    private static readonly List<WeakReference<Runspace>> Users = [];
    private static ProcessExit? processExit;

    // The assembly that has stores is loaded when the first one is used.
    private static bool HasStores => PrivateLoadContext.Instance.HasLoaded("MailAdmin.Server");

    /// <summary>Makes the assemblies of bin/lib reachable.</summary>
    public void OnImport()
    {
        lock (Gate)
        {
            Forget(Runspace.DefaultRunspace);
            Users.Add(new WeakReference<Runspace>(Runspace.DefaultRunspace));
            PrivateLoadContext.Hook();
            processExit ??= new ProcessExit(CloseStoresAsync, HasListeners);
        }
    }

    /// <summary>
    /// Stops the listeners of this process and unhooks, when no other runspace has the module. A runspace that was
    /// closed counts as gone: the engine does not remove modules from it first.
    /// </summary>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        lock (Gate)
        {
            Forget(Runspace.DefaultRunspace);
            if (Users.Count > 0)
            {
                return;
            }

            processExit?.Dispose();
            processExit = null;
            PipelinePump.Wait(CloseStoresAsync());
            PrivateLoadContext.Unhook();
        }
    }

    private static Task CloseStoresAsync() => HasStores ? StoreAccess.CloseAllAsync() : Task.CompletedTask;

    private static bool HasListeners() => HasStores && StoreAccess.HasListeners();

    private static void Forget(Runspace removed)
    {
        Users.RemoveAll(user => !user.TryGetTarget(out Runspace? runspace)
            || ReferenceEquals(runspace, removed)
            || runspace.RunspaceStateInfo.State
                is RunspaceState.Closing or RunspaceState.Closed or RunspaceState.Broken);
    }
}
