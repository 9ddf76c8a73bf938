using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Administration.Accounts;
using MailAdmin.Server.Administration.Aliases;
using MailAdmin.Server.Administration.Changes;
using MailAdmin.Server.Administration.Contents;
using MailAdmin.Server.Administration.Domains;
using MailAdmin.Server.Administration.Groups;
using MailAdmin.Server.Administration.Handling;
using MailAdmin.Server.Administration.Listeners;
using MailAdmin.Server.Administration.Mailboxes;
using MailAdmin.Server.Administration.Names;
using MailAdmin.Server.Administration.Queue;
using MailAdmin.Server.Administration.Quotas;
using MailAdmin.Server.Administration.Sessions;
using MailAdmin.Server.Administration.Stores;
using MailAdmin.Server.Administration.Trace;
using MailAdmin.Server.Notices;

namespace MailAdmin.Server.Administration;

/// <summary>
/// Names the handler of every request. A new request is a record in Model, a handler and a line here.
/// </summary>
internal static class RequestHandlers
{
    public static RequestTable Create(AdministrationParts parts)
    {
        RequestTable table = new();
        AddStore(table, parts);
        AddDomainsAndAccounts(table, parts);
        AddAliasesAndGroups(table, parts);
        AddQueue(table, parts);
        AddServer(table, parts);
        return table;
    }

    private static void AddStore(RequestTable table, AdministrationParts parts)
    {
        StoreView view = new(parts.Storage, parts.Keys);
        table.Add(new GetStoreHandler(view));
        table.Add(new SetStoreHandler(parts.Storage.Directory, parts.Secrets, view));
        table.Add(new CheckStoreHandler(parts.Storage, parts.Keys));
        table.Add(new RepairStoreHandler(parts.Storage));
        table.Add(new BackupStoreHandler(parts.Storage));
        table.Add(new FindChangesHandler(parts.Storage.Directory.History));
        table.Add(new UndoChangeHandler(parts.Storage.Directory.History));
    }

    private static void AddDomainsAndAccounts(RequestTable table, AdministrationParts parts)
    {
        IDirectory directory = parts.Storage.Directory;
        IMailboxes mailboxes = parts.Storage.Mailboxes;
        DomainView domain = new(directory, mailboxes);
        QuotaForecast forecast = new(directory.History, parts.TimeProvider);
        table.Add(new GetDomainsHandler(directory, domain));
        table.Add(new CreateDomainHandler(directory, parts.Secrets, domain, parts.TimeProvider));
        table.Add(new SetDomainHandler(directory, parts.Secrets, domain));
        table.Add(new RemoveDomainHandler(directory));
        table.Add(new GetDomainQuotaHandler(directory, domain, forecast));

        AccountView account = new(directory, mailboxes);
        AddressSearch<AccountRecord> search = new(
            directory.Accounts.FindAsync, directory.Accounts.ListAsync, record => record.Address);
        table.Add(new GetAccountsHandler(directory, mailboxes, search));
        table.Add(new GetAccountHandler(directory, account));
        table.Add(new CreateAccountHandler(directory, account, parts.TimeProvider));
        table.Add(new SetAccountHandler(directory, account, parts.TimeProvider));
        table.Add(new RenameAccountHandler(directory, account));
        table.Add(new RemoveAccountHandler(directory));
        table.Add(new GetPasswordParametersHandler(directory));
        table.Add(new CheckPasswordHandler(directory));
        table.Add(new GetAccountQuotasHandler(directory, mailboxes, search, forecast));
        QuotaWarningHandlers warnings = new(
            directory, mailboxes, search, new NoticeSender(parts.Storage, parts.TimeProvider));
        table.Add<GetQuotaWarnings, IReadOnlyList<MailQuotaWarning>>(warnings);
        table.Add<SendQuotaWarnings, IReadOnlyList<MailQuotaWarning>>(warnings);
        table.Add(new GetMailboxesHandler(mailboxes, search));
        AddContents(table, parts, search);

        AppPasswordHandlers appPasswords = new(directory, search, parts.TimeProvider);
        table.Add<GetAppPasswords, MailAppPassword>(appPasswords);
        table.Add<CreateAppPassword, MailAppPassword>(appPasswords);
        table.Add<RemoveAppPassword, NoResult>(appPasswords);
    }

    private static void AddContents(RequestTable table, AdministrationParts parts, AddressSearch<AccountRecord> search)
    {
        FolderLookup folders = new(parts.Storage.Directory, parts.Storage.Mailboxes);
        UploadTable uploads = new(parts.Storage.Mailboxes, parts.TimeProvider);
        table.Add(new FindContentHandler(parts.Storage.Mailboxes, search));
        table.Add(new RemoveContentHandler(folders));
        table.Add(new ReadContentHandler(folders));
        table.Add(new FindContentHashesHandler(folders));
        table.Add(new WriteContentHandler(uploads));
        table.Add(new AddContentHandler(folders, parts.Storage.Directory, uploads));
    }

    private static void AddAliasesAndGroups(RequestTable table, AdministrationParts parts)
    {
        IDirectory directory = parts.Storage.Directory;
        AliasView alias = new(parts.Resolver);
        table.Add(new GetAliasesHandler(
            new(directory.Aliases.FindAsync, directory.Aliases.ListAsync, record => record.Address), alias));
        table.Add(new CreateAliasHandler(directory, alias, parts.TimeProvider));
        table.Add(new SetAliasHandler(directory, alias));
        table.Add(new RemoveAliasHandler(directory));

        table.Add(new GetGroupsHandler(
            new(directory.Groups.FindAsync, directory.Groups.ListAsync, record => record.Address)));
        table.Add(new CreateGroupHandler(directory, parts.TimeProvider));
        table.Add(new SetGroupHandler(directory));
        table.Add(new RemoveGroupHandler(directory));
        table.Add(new ChangeGroupMembersHandler(directory));
        table.Add(new FindSimilarNameHandler(directory));
        table.Add(new FindMissingRecipientsHandler(parts.Resolver));
    }

    private static void AddQueue(RequestTable table, AdministrationParts parts)
    {
        IMailQueue queue = parts.Storage.Queue;
        QueueView view = new(queue, parts.Outbound, parts.TimeProvider);
        table.Add(new GetQueueHandler(view));
        table.Add(new SuspendQueueItemHandler(view));
        table.Add(new ResumeQueueItemHandler(view, parts.Outbound, parts.TimeProvider));
        table.Add(new RemoveQueueItemHandler(
            parts.Storage, parts.Events, parts.Reports, parts.Outbound, view, parts.TimeProvider));
        table.Add(new ReadQueueMessageHandler(queue));
        table.Add(new DeliverQueueHandler(queue, view, parts.Outbound));
    }

    private static void AddServer(RequestTable table, AdministrationParts parts)
    {
        table.Add(new StartListenersHandler(parts.Listeners, parts.Outbound));
        table.Add(new GetListenersHandler(parts.Listeners));
        table.Add(new StopListenersHandler(parts.Listeners, parts.Outbound));
        table.Add(new RestartListenersHandler(parts.Listeners));
        table.Add(new GetSessionsHandler(parts.Sessions));
        table.Add(new StopSessionHandler(parts.Sessions));
        table.Add(new GetLogonBlocksHandler(parts.Storage.Directory, parts.Authenticator.Throttle));
        UnblockHandlers unblock = new(parts.Authenticator.Throttle, parts.Authenticator.Rules);
        table.Add<UnblockAddress, NoResult>(unblock);
        table.Add<UnblockAccount, NoResult>(unblock);
        table.Add(new FindTraceHandler(parts.Events));
        table.Add(new GetActivityHandler(parts.Events, parts.Storage.Directory.History, parts.TimeProvider));
        table.Add(new WatchServerHandler(parts.Events));
    }
}
