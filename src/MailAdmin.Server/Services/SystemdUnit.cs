namespace MailAdmin.Server.Services;

/// <summary>The unit of systemd that runs a service; systemd.service(5), systemd.exec(5).</summary>
/// <remarks>
/// The service may open ports below 1024 without being root, sees the disk read-only except for its store, and gains no
/// privileges. MemoryDenyWriteExecute is left out: .NET compiles while it runs.
/// </remarks>
internal static class SystemdUnit
{
    private static readonly string[] HomeFolders = ["/home/", "/root/", "/run/user/"];

    /// <summary>The text of the unit file.</summary>
    public static string Text(ServiceDescription service) => $"""
        # {ServiceMark.Of(service)}
        # Written by Register-MailService. To change it, run Register-MailService -Force; to remove it,
        # Unregister-MailService.
        [Unit]
        Description=MailAdmin mail server ({service.Name})
        Wants=network-online.target
        After=network-online.target
        RequiresMountsFor={SystemdSyntax.QuotePath(service.StorePath)}

        [Service]
        Type=exec
        User={service.User}
        ExecStart={SystemdSyntax.CommandLine(service.Command)}
        Environment=XDG_CACHE_HOME=%C/{service.Name} POWERSHELL_TELEMETRY_OPTOUT=1 POWERSHELL_UPDATECHECK=Off
        CacheDirectory={service.Name}
        Restart=on-failure
        RestartSec=5
        KillMode=mixed
        TimeoutStopSec=90
        UMask=0077
        LimitNOFILE=65536

        AmbientCapabilities=CAP_NET_BIND_SERVICE
        CapabilityBoundingSet=CAP_NET_BIND_SERVICE
        NoNewPrivileges=yes
        ProtectSystem=strict
        ReadWritePaths={SystemdSyntax.QuotePath(service.StorePath)}
        ProtectHome={(UsesHomeFolder(service) ? "read-only" : "yes")}
        PrivateTmp=yes
        PrivateDevices=yes
        ProtectClock=yes
        ProtectHostname=yes
        ProtectControlGroups=yes
        ProtectKernelLogs=yes
        ProtectKernelModules=yes
        ProtectKernelTunables=yes
        RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
        RestrictNamespaces=yes
        RestrictRealtime=yes
        RestrictSUIDSGID=yes
        LockPersonality=yes
        SystemCallArchitectures=native

        [Install]
        WantedBy=multi-user.target

        """.ReplaceLineEndings("\n");

    // A module of one user, or a store in the data folder of one, would not be seen at all.
    private static bool UsesHomeFolder(ServiceDescription service) =>
        service.Files.Append(service.StorePath)
            .Any(path => HomeFolders.Any(home => path.StartsWith(home, StringComparison.Ordinal)));
}
