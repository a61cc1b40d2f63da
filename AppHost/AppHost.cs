var builder = DistributedApplication.CreateBuilder(args);

// Development values are in appsettings.Development.json; elsewhere: Parameters__sync_db_password=… and so on.
var accountsPassword = builder.AddParameter("accounts-db-password", secret: true);
var syncPassword = builder.AddParameter("sync-db-password", secret: true);
var analyticsPassword = builder.AddParameter("analytics-db-password", secret: true);
var qualifierPassword = builder.AddParameter("qualifier-db-password", secret: true);
var crmPassword = builder.AddParameter("crm-db-password", secret: true);
var documentsPassword = builder.AddParameter("documents-db-password", secret: true);
var accountsKey = builder.AddParameter("accounts-key", secret: true);
var syncKey = builder.AddParameter("sync-key", secret: true);
var mondayToken = builder.AddParameter("monday-token", secret: true);
var mondaySigningSecret = builder.AddParameter("monday-signing-secret", secret: true);
var calendlyToken = builder.AddParameter("calendly-token", secret: true);
var openAiKey = builder.AddParameter("openai-key", secret: true);
var signNowKey = builder.AddParameter("signnow-key", secret: true);
var signNowSecret = builder.AddParameter("signnow-webhook-secret", secret: true);
var googleAdsRefreshToken = builder.AddParameter("google-ads-refresh-token", secret: true);
var googleAdsClientSecret = builder.AddParameter("google-ads-client-secret", secret: true);
var googleAdsDeveloperToken = builder.AddParameter("google-ads-developer-token", secret: true);
// A service account's key file in base64.
var googleKey = builder.AddParameter("google-key", secret: true);

// The engines. Nothing of ours replaces them.
var postgres = builder.AddPostgres("postgres", port: 8071).WithImageTag("15.18").WithDataVolume();
var teg = postgres.AddDatabase("teg");
var redis = builder.AddRedis("redis", port: 8072).WithDataVolume();
var rabbitmq = builder.AddRabbitMQ("rabbitmq", port: 8073).WithDataVolume();

// Brings the database to its newest form, gives every service its login, and ends; all services wait for that.
var warehouse = builder.AddProject<Projects.Warehouse>("warehouse")
    .WithReference(teg)
    .WithEnvironment("Roles__accounts", accountsPassword)
    .WithEnvironment("Roles__sync", syncPassword)
    .WithEnvironment("Roles__analytics", analyticsPassword)
    .WithEnvironment("Roles__qualifier", qualifierPassword)
    .WithEnvironment("Roles__crm", crmPassword)
    .WithEnvironment("Roles__documents", documentsPassword)
    .WaitFor(teg);

// Stands in for the outside vendors, each on an address of its own. Monday__Address, Calendly__Address, OpenAI__Address, SignNow__Address,
// Google__Address (empty), GoogleAds__Address and GoogleAds__TokenAddress make the services talk to the real ones.
var sandbox = builder.AddProject<Projects.Sandbox>("sandbox")
    .WithHttpEndpoint(port: 8091, name: "monday", env: "Monday__Port")
    .WithHttpEndpoint(port: 8092, name: "calendly", env: "Calendly__Port")
    .WithHttpEndpoint(port: 8093, name: "openai", env: "OpenAI__Port")
    .WithHttpEndpoint(port: 8094, name: "signnow", env: "SignNow__Port")
    .WithHttpEndpoint(port: 8095, name: "google", env: "Google__Port")
    .WithHttpEndpoint(port: 8096, name: "mail", env: "Mail__Port")
    .WithHttpEndpoint(port: 8097, name: "googleads", env: "GoogleAds__Port")
    .WithEnvironment("Sandbox__DataFolder", Path.GetFullPath(
        Path.Combine(builder.Configuration["TEG_DATA"] ?? Path.Combine(builder.AppHostDirectory, "..", ".teg"), "sandbox")))
    .WithEnvironment("Monday__Tokens__0", mondayToken)
    .WithEnvironment("Monday__SigningSecret", mondaySigningSecret)
    .WithEnvironment("Calendly__Tokens__0", calendlyToken)
    .WithEnvironment("OpenAI__Keys__0", openAiKey)
    .WithEnvironment("SignNow__Tokens__0", signNowKey)
    .WithEnvironment("Google__Keys__0", googleKey)
    .WithEnvironment("GoogleAds__RefreshTokens__0", googleAdsRefreshToken)
    .WithEnvironment("GoogleAds__DeveloperTokens__0", googleAdsDeveloperToken)
    // Calendly's own 500 a minute would stretch the first load of a year of calls to five minutes; a person waits for this one.
    .WithEnvironment("Calendly__RequestsPerMinute", "60000")
    .WithHttpHealthCheck("/health");

var accounts = builder.AddProject<Projects.Accounts>("accounts")
    .WithReference(teg).WithReference(redis).WithReference(rabbitmq)
    .WithEnvironment("Database__Username", "accounts").WithEnvironment("Database__Password", accountsPassword)
    .WithEnvironment("Keys__EncryptionKey", accountsKey)
    // The Sandbox's mailbox; a real mail server is another host, and Smtp__Tls is then left out.
    .WithEnvironment("Smtp__Host", "localhost").WithEnvironment("Smtp__Port", $"{sandbox.GetEndpoint("mail").Property(EndpointProperty.Port)}")
    .WithEnvironment("Smtp__Tls", "false")
    // The Sandbox is also a browser's push service; real ones are on the internet and need no mention.
    .WithEnvironment("Egress__Inside__0", $"{sandbox.GetEndpoint("http").Property(EndpointProperty.HostAndPort)}")
    .WithHttpHealthCheck("/health")
    .WaitForCompletion(warehouse).WaitFor(rabbitmq);

var sync = builder.AddProject<Projects.Sync>("sync")
    .WithReference(teg).WithReference(redis).WithReference(rabbitmq).WithReference(accounts).WithReference(sandbox)
    .WithEnvironment("Database__Username", "sync").WithEnvironment("Database__Password", syncPassword)
    .WithEnvironment("Credentials__EncryptionKey", syncKey)
    .WithEnvironment("Monday__Credentials__demo__Token", mondayToken)
    .WithEnvironment("Monday__Credentials__demo__SigningSecret", mondaySigningSecret)
    .WithEnvironment("Calendly__Credentials__demo__Token", calendlyToken)
    .WithEnvironment("GoogleAds__Credentials__demo__RefreshToken", googleAdsRefreshToken)
    .WithEnvironment("GoogleAds__Credentials__demo__ClientSecret", googleAdsClientSecret)
    .WithEnvironment("GoogleAds__Credentials__demo__DeveloperToken", googleAdsDeveloperToken)
    .WithHttpHealthCheck("/health")
    .WaitForCompletion(warehouse).WaitFor(rabbitmq).WaitFor(sandbox);

var analytics = builder.AddProject<Projects.Analytics>("analytics")
    // The Sandbox only publishes the right answers that the demo's figures are compared with.
    .WithReference(teg).WithReference(redis).WithReference(rabbitmq).WithReference(accounts).WithReference(sandbox)
    .WithEnvironment("Database__Username", "analytics").WithEnvironment("Database__Password", analyticsPassword)
    .WithHttpHealthCheck("/health")
    .WaitForCompletion(warehouse).WaitFor(rabbitmq);

// Its spool is what makes an accepted enquiry safe while the database or the broker is away; it needs neither to start.
var qualifier = builder.AddProject<Projects.Qualifier>("qualifier")
    .WithReference(teg).WithReference(rabbitmq).WithReference(accounts).WithReference(sandbox)
    .WithEnvironment("Database__Username", "qualifier").WithEnvironment("Database__Password", qualifierPassword)
    .WithEnvironment("OpenAI__Key", openAiKey)
    // The demo's leads of a year come from its boards; each costs a call of the model, which here is the Sandbox's.
    .WithEnvironment("Qualifier__JudgeSyncedLeads", builder.Configuration["Qualifier:JudgeSyncedLeads"] ?? "false")
    // On a disk that outlives the process; another replica gets a folder of its own.
    .WithEnvironment("Qualifier__SpoolFolder", Path.GetFullPath(
        Path.Combine(builder.Configuration["TEG_DATA"] ?? Path.Combine(builder.AppHostDirectory, "..", ".teg"), "qualifier")))
    // The demo's key, made by Accounts; forms that name no site belong to it.
    .WithEnvironment("Qualifier__DefaultSiteKey", "pk_AZAAAAAAcACAAAAAAAAAAQGQAAAAAHAAgAAAAAAAAEE")
    .WithHttpHealthCheck("/health")
    .WaitForCompletion(warehouse);

var crm = builder.AddProject<Projects.Crm>("crm")
    .WithReference(teg).WithReference(rabbitmq).WithReference(accounts)
    .WithEnvironment("Database__Username", "crm").WithEnvironment("Database__Password", crmPassword)
    .WithHttpHealthCheck("/health")
    .WaitForCompletion(warehouse).WaitFor(rabbitmq);

var documents = builder.AddProject<Projects.Documents>("documents")
    .WithReference(teg).WithReference(rabbitmq).WithReference(accounts).WithReference(sandbox)
    .WithEnvironment("Database__Username", "documents").WithEnvironment("Database__Password", documentsPassword)
    .WithEnvironment("SignNow__ApiKey", signNowKey)
    .WithEnvironment("SignNow__WebhookSecret", signNowSecret)
    .WithEnvironment("Google__Key", googleKey)
    .WithHttpHealthCheck("/health")
    .WaitForCompletion(warehouse).WaitFor(rabbitmq);

var gateway = builder.AddProject<Projects.Gateway>("gateway")
    .WithReference(redis).WithReference(rabbitmq).WithReference(accounts).WithReference(sync).WithReference(analytics)
    .WithReference(qualifier).WithReference(crm).WithReference(documents)
    .WithHttpHealthCheck("/health")
    .WithExternalHttpEndpoints()
    .WaitFor(redis).WaitFor(rabbitmq).WaitFor(accounts);

// Vendors call back through the front door. The Gateway therefore does not wait for Sync.
sync.WithEnvironment("Sync__PublicAddress", $"{gateway.GetEndpoint("http")}/hooks/sync");
accounts.WithEnvironment("Smtp__AppAddress", $"{gateway.GetEndpoint("http")}");
qualifier.WithEnvironment("Qualifier__PublicAddress", $"{gateway.GetEndpoint("http")}");
documents.WithEnvironment("SignNow__CallbackAddress", $"{gateway.GetEndpoint("http")}/hooks/documents/signnow");

builder.Build().Run();
