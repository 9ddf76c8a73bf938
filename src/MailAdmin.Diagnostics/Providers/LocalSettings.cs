using System.Globalization;
using MailAdmin.Diagnostics.Local;
using MailAdmin.Diagnostics.Texts;
using MailAdmin.Texts;

namespace MailAdmin.Diagnostics.Providers;

/// <summary>The settings of an address of the local store: the listeners that run.</summary>
public static class LocalSettings
{
    /// <summary>
    /// The settings, best first; empty when the address is elsewhere, or no listener for mail programs runs.
    /// </summary>
    /// <param name="server">The server, which was asked about the address.</param>
    /// <param name="address">The address.</param>
    /// <param name="culture">The language of the notes.</param>
    public static IReadOnlyList<MailServerSetting> For(LocalServer server, EmailAddress address, CultureInfo culture)
    {
        if (server.Recipient is not { } local)
        {
            return [];
        }

        // TLS from the start comes first. RFC 8314 §3.3. Port 25 is for other servers.
        return
        [
            .. server.Listeners.Where(listener => listener.Protocol != MailProtocol.Smtp)
                .OrderBy(listener => ServerSearch.Rank(listener.Protocol))
                .ThenByDescending(listener => listener.TlsMode)
                .Select(listener => new MailServerSetting
                {
                    Address = address.ToString(),
                    Protocol = listener.Protocol,
                    Server = server.HostName,
                    Port = listener.Port,
                    TlsMode = listener.TlsMode,
                    UserName = local.Account?.Address ?? "",
                    Source = "Store",
                    Note = NoteOn(local, culture),
                }),
        ];
    }

    private static string NoteOn(LocalAddress local, CultureInfo culture)
    {
        if (local.Kind == LocalAddressKind.Account)
        {
            return "";
        }

        string template = DiagnosisTexts.For(culture).Name($"Setting.{local.Kind}");
        string targets = string.Join(", ", local.Targets.Select(target => target.Address));
        return TextTemplate.Fill(template, new Dictionary<string, string> { ["targets"] = targets });
    }
}
