using System.Reflection;
using System.Text.Json.Serialization;
using MailAdmin.Contracts;
using MailAdmin.Requests;
using MailAdmin.Server.Arguments;
using MailAdmin.Server.Control;

namespace MailAdmin.Tests.Server;

/// <summary>What is true of every request.</summary>
public sealed class RequestTests
{
    private static readonly Type[] Requests =
        [
            .. typeof(IMailAdministration).Assembly.GetTypes()
                .Where(type => !type.IsAbstract && ResultOf(type) is not null)
        ];

    [Fact]
    public async Task Every_request_has_a_handler_and_no_other_record_has_one()
    {
        await using TestStore store = await TestStore.CreateAsync();

        Assert.Equal(NamesOf(Requests), NamesOf(store.Engine.Requests));
    }

    [Fact]
    public void Every_request_and_every_result_travels_and_nothing_else()
    {
        IEnumerable<Type> channel = [typeof(OwnerGreeting), typeof(OwnerFile), typeof(ControlFault), typeof(double)];
        IEnumerable<Type> lines = typeof(ControlJson).GetCustomAttributesData()
            .Where(data => data.AttributeType == typeof(JsonSerializableAttribute))
            .Select(data => (Type)data.ConstructorArguments[0].Value!);

        Assert.Equal(
            NamesOf(Requests.Concat(Requests.Select(ResultOf).OfType<Type>()).Concat(channel).Distinct()),
            NamesOf(lines));
    }

    [Fact]
    public void Every_request_is_found_by_the_name_under_which_it_travels()
    {
        Assert.All(Requests, request =>
            Assert.Equal(request, ControlRequests.Find(request.Name)!.GetType().GenericTypeArguments[0]));
    }

    [Fact]
    public void Only_requests_that_change_nothing_are_asked_again_of_another_owner()
    {
        string[] reading = ["Get", "Check", "Read", "Find", "Watch"];

        Assert.All(Requests, request => Assert.Equal(
            reading.Any(verb => request.Name.StartsWith(verb, StringComparison.Ordinal)),
            request.GetInterfaces().Any(face => Is(face, typeof(IQuery<>)) || Is(face, typeof(IStreamRequest<>)))));
    }

    [Fact]
    public void Every_value_that_can_be_given_goes_to_the_record_that_is_stored()
    {
        Assert.Equal(["Inherited"], LeftOf<AccountProperties>(PropertyCopy.Names<AccountProperties, AccountRecord>()));
        Assert.Equal([], LeftOf<GroupProperties>(PropertyCopy.Names<GroupProperties, GroupRecord>()));
        Assert.Equal(
            ["SmartHostPassword"], LeftOf<DomainProperties>(PropertyCopy.Names<DomainProperties, DomainRecord>()));
        Assert.Equal(
            ["SmartHostPassword"], LeftOf<StoreProperties>(PropertyCopy.Names<StoreProperties, StoreSettings>()));
    }

    [Fact]
    public void Every_value_that_is_stored_is_shown_but_secrets_and_numbers_of_the_store()
    {
        Assert.Equal(
            ["Id", "QuotaWarned", "Password", "AppPassword"],
            LeftOf<AccountRecord>(PropertyCopy.Names<AccountRecord, MailAccount>()));
        Assert.Equal(["Verifier"], LeftOf<AppPasswordRecord>(PropertyCopy.Names<AppPasswordRecord, MailAppPassword>()));
        Assert.Equal([], LeftOf<AliasRecord>(PropertyCopy.Names<AliasRecord, MailAlias>()));
        Assert.Equal([], LeftOf<GroupRecord>(PropertyCopy.Names<GroupRecord, MailGroup>()));
        Assert.Equal(["SmartHostSecret"], LeftOf<DomainRecord>(PropertyCopy.Names<DomainRecord, MailDomain>()));
        Assert.Equal(["SmartHostSecret"], LeftOf<StoreSettings>(PropertyCopy.Names<StoreSettings, MailStore>()));
    }

    private static IEnumerable<string> LeftOf<T>(IReadOnlyCollection<string> copied) =>
        typeof(T).GetProperties().Select(property => property.Name).Except(copied).Except([nameof(IGivenValues.Given)]);

    private static IEnumerable<string> NamesOf(IEnumerable<Type> types) =>
        types.Select(type => type.ToString()).Order(StringComparer.Ordinal);

    private static bool Is(Type type, Type definition) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == definition;

    /// <summary>What a request yields, as it travels; null: the type is no request.</summary>
    private static Type? ResultOf(Type type)
    {
        Type[] faces = type.GetInterfaces();
        Type? call = faces.FirstOrDefault(face => Is(face, typeof(IRequest<>)));
        Type? stream = faces.FirstOrDefault(face => Is(face, typeof(IStreamRequest<>)));
        return call?.GenericTypeArguments[0]
            ?? (stream is null ? null : typeof(List<>).MakeGenericType(stream.GenericTypeArguments[0]));
    }
}
