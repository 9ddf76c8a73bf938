namespace MailAdmin.Tests.Clients;

/// <summary>
/// The tests of all clients share one server and take turns, since most of them read the same mailbox by POP3.
/// </summary>
[CollectionDefinition(nameof(ClientTests))]
public sealed class ClientTests : ICollectionFixture<ClientServer>;
