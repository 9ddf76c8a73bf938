using MailAdmin.Contracts;
using MailAdmin.Server.Events;
using MailAdmin.Server.Listeners;
using MailAdmin.Server.Logon;
using MailAdmin.Server.Outbound;
using MailAdmin.Server.Reports;
using MailAdmin.Server.Routing;
using MailAdmin.Server.Secrets;

namespace MailAdmin.Server.Administration;

/// <summary>The parts of a server that its administration works on.</summary>
internal sealed record AdministrationParts
{
    public required IMailStorage Storage { get; init; }

    public required SecretBox Secrets { get; init; }

    public required KeyCheck Keys { get; init; }

    public required RecipientResolver Resolver { get; init; }

    public required IDeliveryReports Reports { get; init; }

    public required OutboundService Outbound { get; init; }

    public required ListenerAdministration Listeners { get; init; }

    public required SessionRegistry Sessions { get; init; }

    public required Authenticator Authenticator { get; init; }

    public required EventHub Events { get; init; }

    public required TimeProvider TimeProvider { get; init; }
}
