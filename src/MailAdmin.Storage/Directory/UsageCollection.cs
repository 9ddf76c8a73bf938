using System.Globalization;
using MailAdmin.Contracts;

namespace MailAdmin.Storage.Directory;

/// <summary>
/// What accounts used on each day, in directory.db. The key is the day, then the account, so that days are read and
/// removed in one piece.
/// </summary>
internal sealed class UsageCollection(DirectoryDatabase database)
{
    /// <summary>For how many days it is kept.</summary>
    public const int MaxDays = 400;

    private const string Name = DirectorySchema.Usage;
    private const string DayFormat = "yyyy-MM-dd";
    private const int AccountBits = 40;

    // Its document says which day was the last that is complete; below all days, so it is written after old ones went.
    private const long StateKey = 0;

    /// <summary>The last day whose usage is complete; null: none.</summary>
    public DateOnly? ReadDay()
    {
        return database.Find(Name, StateKey) is { } document
            ? ParseDay(document.GetText(DirectorySchema.Day))
            : null;
    }

    /// <summary>Writes usage; part of a transaction.</summary>
    public void Write(IEnumerable<DailyUsage> usage)
    {
        foreach (DailyUsage one in usage)
        {
            database.Upsert(Name, new DirectoryDocument(KeyOf(one.Day, one.Account.Value))
            {
                [DirectorySchema.Day] = one.Day.ToString(DayFormat, CultureInfo.InvariantCulture),
                [DirectorySchema.Account] = one.Account.Value,
                [DirectorySchema.UsedSize] = one.UsedSize.Bytes,
            });
        }
    }

    /// <summary>
    /// The usage of a day is complete: what is too old goes. A clock that jumps ahead once must not cost everything, so
    /// the earlier one of this day and the last counts. Part of a transaction.
    /// </summary>
    public void Complete(DateOnly day)
    {
        DateOnly counted = ReadDay() is { } last && last < day ? last : day;
        database.DeleteBelow(Name, KeyOf(counted.AddDays(-MaxDays), account: 0));
        database.Upsert(Name, new DirectoryDocument(StateKey)
        {
            [DirectorySchema.Day] = day.ToString(DayFormat, CultureInfo.InvariantCulture),
        });
    }

    /// <summary>
    /// The usage of an account on days that follow each other; days of which nothing is known are left out.
    /// </summary>
    public IReadOnlyList<DailyUsage> Read(AccountId account, DateOnly since, DateOnly until)
    {
        List<DailyUsage> found = [];
        for (DateOnly day = since; day <= until; day = day.AddDays(1))
        {
            if (database.Find(Name, KeyOf(day, account.Value)) is { } document)
            {
                found.Add(ToUsage(document));
            }
        }

        return found;
    }

    /// <summary>The usage of all accounts from a key on, and the key after it; null: there is no more.</summary>
    public (IReadOnlyList<DailyUsage> Usage, long? Next) ReadFrom(long key, int max)
    {
        IReadOnlyList<DirectoryDocument> documents = database.ReadUp(Name, key, max);
        return ([.. documents.Select(ToUsage)], documents.Count == max ? (long)documents[^1].Id + 1 : null);
    }

    /// <summary>The key of an account on a day.</summary>
    public static long KeyOf(DateOnly day, long account) => ((long)day.DayNumber << AccountBits) | account;

    private static DailyUsage ToUsage(DirectoryDocument document) => new(
        new AccountId(document.GetNumber(DirectorySchema.Account)),
        ParseDay(document.GetText(DirectorySchema.Day)),
        new MailSize(Math.Max(0, document.GetNumber(DirectorySchema.UsedSize))));

    private static DateOnly ParseDay(string text)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        return DateOnly.TryParseExact(text, DayFormat, culture, DateTimeStyles.None, out DateOnly day)
            ? day
            : throw new DirectoryDamagedException($"'{text}' is no day.");
    }
}
