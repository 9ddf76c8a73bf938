using MailAdmin.Contracts;
using MailAdmin.Storage.Commit;

namespace MailAdmin.Storage.Mailboxes;

/// <summary>Adds messages, all or none. A body that several entries share is written once.</summary>
internal sealed class AppendOperation(IReadOnlyList<AppendRequest> requests, long origin) : Operation<IReadOnlyList<AppendedMessage>>
{
    private readonly List<SharedBody> bodies = SharedBody.Group(requests, []);

    public override long Size => bodies.Sum(body => body.Size);

    public override long Origin => origin;

    public override Preparation Prepare(CommitContext context)
    {
        if (AppendDraft.TryBegin(context, requests) is not { } draft)
        {
            return Preparation.Conflict;
        }

        foreach ((SharedBody body, MessageEntry entry) in SharedBody.Place(bodies))
        {
            draft.Write(context, body, entry);
        }

        SharedBody.WriteData(context.Record, bodies);
        SharedBody.Keep(bodies, true);
        Result = draft.Appended;
        return Preparation.Recorded;
    }

    protected override void OnFailed() => SharedBody.Keep(bodies, false);
}
