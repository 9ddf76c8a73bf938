using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Accounts;
using MailAdmin.Server.Administration.Domains;
using MailAdmin.Server.Administration.Handling;

namespace MailAdmin.Server.Administration.Quotas;

/// <remarks>The whole domain against its MaxTotalSize.</remarks>
internal sealed class GetDomainQuotaHandler(IDirectory directory, DomainView view)
    : IRequestHandler<GetDomainQuota, MailQuota>
{
    public async Task<MailQuota> HandleAsync(GetDomainQuota request, CancellationToken cancellationToken)
    {
        DomainRecord domain = await directory.FindDomainAsync(request.Name, cancellationToken)
            ?? throw MailException.Of(MailError.DomainNotFound, request.Name);
        StoreSettings settings = await directory.GetSettingsAsync(cancellationToken);
        (MailSize used, _) = await view.SumAsync(domain.Name, cancellationToken);
        return new QuotaState(domain.MaxTotalSize, used.Bytes, settings.QuotaWarning).ToQuota(domain.Name.Ascii);
    }
}
