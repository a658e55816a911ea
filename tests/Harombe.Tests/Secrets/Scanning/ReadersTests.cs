namespace Harombe.Tests.Secrets.Scanning;

/// <summary>Secrets of no known format, known by what stands around them: who they belong to, what a file looks like, what a person wrote beside them.</summary>
public sealed class ReadersTests
{
    [Theory]
    [InlineData("rabbitmqctl add_user ada 'Rk83vQmz'", "Rk83vQmz")]
    [InlineData("mc alias set door https://10.0.0.7:9000 ada Rk83vQmzTw2x", "Rk83vQmzTw2x")]
    [InlineData("htpasswd -bB /etc/door/.htpasswd ada Rk83vQmz", "Rk83vQmz")]
    [InlineData("net use Z: \\\\door\\share /user:MEADOW\\ada Rk83vQmz", "Rk83vQmz")]
    [InlineData("net user ada Rk83vQmz /add", "Rk83vQmz")]
    [InlineData("snmpwalk -v3 -u ada -a SHA -A Rk83vQmz 10.0.0.7", "Rk83vQmz")]
    [InlineData("xfreerdp /v:10.0.0.7 /u:ada /p:'Rk83vQmz'", "Rk83vQmz")]
    [InlineData("curl -u 'Rk83vQmzTw2xYd17cHjfLb05:' https://door.example.test", "Rk83vQmzTw2xYd17cHjfLb05")]
    [InlineData("tacacs-server host 10.0.0.7 key Rk83vQmz", "Rk83vQmz")]
    [InlineData("DriverManager.getConnection(url, \"ada\", \"Rk83vQmz\");", "Rk83vQmz")]
    [InlineData("cipher = Fernet(b\"lRzRagFOgxB-GIvtLVp1wIyIIgDeh318O8llAPRkDGY=\")", "lRzRagFOgxB-GIvtLVp1wIyIIgDeh318O8llAPRkDGY=")]
    [InlineData("await page.getByLabel('Password').fill('Meadow.7162');", "Meadow.7162")]
    [InlineData("cy.get('[data-test=pw]').type('Meadow.7162', { log: false })", "Meadow.7162")]
    [InlineData("ENV DOOR_API_TOKEN Rk83vQmzTw2xYd17cHjf", "Rk83vQmzTw2xYd17cHjf")]
    [InlineData("variable \"door_client_secret\" {\n  type    = string\n  default = \"Rk83vQmzTw2xYd17cHjf\"\n}", "Rk83vQmzTw2xYd17cHjf")]
    public void Password_is_known_by_its_place_among_the_arguments(string text, string secret) => Assert.Equal(secret, Scans.Only(text).Text);

    [Theory]
    [InlineData("echo 'ada:Rk83vQmz' | sudo chpasswd", "Rk83vQmz")]
    [InlineData("echo Rk83vQmz | sudo -S ls", "Rk83vQmz")]
    [InlineData("printf '%s' \"Rk83vQmz\" | docker login --password-stdin door.example.test", "Rk83vQmz")]
    [InlineData("cryptsetup luksOpen /dev/sdb1 data - <<< 'Rk83vQmz'", "Rk83vQmz")]
    [InlineData("$ kubectl get secret door -o jsonpath='{.data.x}'\nUms4M3ZRbXpUdzJ4", "Ums4M3ZRbXpUdzJ4")]
    [InlineData("$ wg genkey | tee private\nyLq3Vd8Xo2Tn6Rb1Zk9Wc4Hs7Mf5Gp0Ja3Eu8Ti2Ol4=\n", "yLq3Vd8Xo2Tn6Rb1Zk9Wc4Hs7Mf5Gp0Ja3Eu8Ti2Ol4=")]
    [InlineData("{\"db_password\":{\"sensitive\":true,\"type\":\"string\",\"value\":\"Rk83vQmz\"}}", "Rk83vQmz")]
    [InlineData("{\"selector\":\"input[name=password]\",\"value\":\"Rk83vQmz\"}", "Rk83vQmz")]
    [InlineData("  - name: DOOR_SIGNING_SECRET\n    value: Rk83vQmzTw2xYd17cHjf", "Rk83vQmzTw2xYd17cHjf")]
    [InlineData("AUTH PLAIN AGFkYQBSazgzdlFteg==", "AGFkYQBSazgzdlFteg==")]
    [InlineData("\"ada\" * \"Rk83vQmz\" *", "Rk83vQmz")]
    [InlineData("10.0.0.7 %any : PSK \"Rk83vQmz\"", "Rk83vQmz")]
    [InlineData("npm_ifrpIdesLyFLXxXXSrQKVCO6SmTu1oFdTR1b", "npm_ifrpIdesLyFLXxXXSrQKVCO6SmTu1oFdTR1b")]
    [InlineData("the host password: Rk83vQmzTw2x", "Rk83vQmzTw2x")]
    [InlineData("primary token: Rk83vQmzTw2xYd17cHjfLb05", "Rk83vQmzTw2xYd17cHjfLb05")]
    [InlineData("the password is ENCk83#vQm@z", "ENCk83#vQm@z")]
    [InlineData("EMAIL_VERIFICATION_TOKEN=Rk83vQmzTw2xYd17cHjfLb05", "Rk83vQmzTw2xYd17cHjfLb05")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEiLCJpYXQiOjE3MDAwMDAwMDB9.Rk83vQmzTw2xYd17cHjfLb05Nv4qGs6hPa.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEiLCJpYXQiOjE3MDAwMDAwMDB9.Rk83vQmzTw2xYd17cHjfLb05Nv4qGs6hPa.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c")]
    public void Secret_is_known_by_who_takes_or_shows_it(string text, string secret) => Assert.Equal(secret, Scans.Only(text).Text);

    [Theory]
    [InlineData("ada: what was the door's password?\nbob: Rk83#vQmz", "Rk83#vQmz")]
    [InlineData("log in with ada@example.test / Rk83vQmz!x", "Rk83vQmz!x")]
    [InlineData("restic needs the repo password y?Rk83vQmz, or it won't run", "y?Rk83vQmz")]
    [InlineData("I changed the root password to calm-otter-meadow-76 yesterday", "calm-otter-meadow-76")]
    [InlineData("Heslo k databázi je Rk83vQmz!x4, uživatel ada", "Rk83vQmz!x4")]
    [InlineData("La contraseña del panel es mDkRk83-p+26#Cf", "mDkRk83-p+26#Cf")]
    [InlineData("Sunucunun şifresi bsRk83yDDj!MCs^T, kullanıcı root", "bsRk83yDDj!MCs^T")]
    [InlineData("Please use the following password to proceed:\n\n4f0c9b72e81d36a5940be7f2c1d8a360\n", "4f0c9b72e81d36a5940be7f2c1d8a360")]
    [InlineData("keep the recovery codes: 5pnhg-o65bj", "5pnhg-o65bj")]
    [InlineData("use ada / L@ddRk83vQ for the staging box", "L@ddRk83vQ")]
    [InlineData("iDRAC on all nodes: root / granite7162 (still)", "granite7162")]
    [InlineData("Het wachtwoord van de mailbox is calm-otter-meadow-heron. Groet", "calm-otter-meadow-heron")]
    [InlineData("rotated the API token after the incident. The new value is: Rk83vQmzTw2xYd17cHjfLb05", "Rk83vQmzTw2xYd17cHjfLb05")]
    [InlineData("<property name=\"jdbc.password\" value=\"Calm-Otter19\"/>", "Calm-Otter19")]
    public void Password_that_a_sentence_leads_to_is_found(string text, string secret) => Assert.Equal(secret, Scans.Only(text).Text);

    [Theory]
    [InlineData("Restored cache key: pip-fdcfc9ce0993193f0c2ccc6f85be028fd521654814dc4df754a3ac28b7a3232b")]
    [InlineData("\"password\"=>\"[FILTERED]\", \"commit\"=>\"Sign in\"")]
    [InlineData("pw = getpass('Password: ')\"],\"outputs\":[]}")]
    [InlineData("https://example.test/search?q=password+manager&page=9&session_timeout=10")]
    [InlineData("<div class=\"Login_passwordField__9qnLm css-34yrrki\">")]
    [InlineData("db_password: ENC[AES256_GCM,data:liO97e2fWeJkpCnq1UIzC6oi,iv:ampEiDORgSxAzxRxEr9fq8L5boee+FhdnB1DfzCMO0M=,type:str]")]
    [InlineData("jdbc:postgresql://db7/test?user=<user>&password=<password>&ssl=true")]
    [InlineData("the password rules of Windows 11 Pro 23H2 (build 22631.4037) apply; see docs/login.md and v2.14.0-rc.1")]
    [InlineData("log in at https://door.example.test:8443/ui or ask ada.lovelace@example.test in room B2-117")]
    [InlineData("echo \"done with 3 of 4\" | tee -a log.txt\necho $PASSWORD | sudo -S ls")]
    [InlineData("credentials are kept per user#1234; project#4711 has none")]
    [InlineData("we changed password hashing from PBKDF2 to Argon2id (m=65536,t=3,p=4) in release 2.30.7")]
    [InlineData("the password for ada.lovelace@example.test was changed on 2026-04-28 from 10.65.103.24 (Firefox 128, Linux)")]
    [InlineData("can you rotate the api key tonight? the new one is in 1Password")]
    [InlineData("POSTGRES_PASSWORD=${DB_PASSWORD:?required}")]
    [InlineData("'password' => 'required|string|min:12|confirmed'")]
    [InlineData("verify_key = \"ab8f59481d9e70c85b41eeae590b922ec9b07a641a9d8034e112df7b3641485b\"")]
    [InlineData("github.com/example/tokenbucket v1.1.0 h1:4dU1CQ+zm0rnKcqHbvR5hvDGK2IRx/SZ85tEgrW0Kho=")]
    [InlineData("uses: aws-actions/configure-aws-credentials@aef7fbd885ff4270d765d440b59ce9721cbcc33e # v4.8.0")]
    [InlineData("at com.example.security.PasswordEncoder.apply(PasswordEncoder.java:61)")]
    [InlineData("\"DisablePasswordChange\"=dword:00000000")]
    [InlineData("a / b near a boundary: one of 1, 2**DBL_MANT_DIG")]
    [InlineData("https://docs.example.test/security/api-keys/rotate-token-v4.html#secret-storage")]
    [InlineData("\n * \"door open <place>\" did not say when it failed.\n\n * \"door shut\" did.\n")]
    [InlineData("\"sha512\": \"XI5MPzVNApjAyhQzphX8BkmKsKUxD4LdyK24iZeQGinBN9yTQT3bFlCBy/aVx2HrNcqQGsdot8ghrjyrvMCoEA==\",")]
    [InlineData("try to log in now!\n  * You will be using `node-test-pull-request` most of the time")]
    [InlineData("contrib/password.c\nCopyright: 1996, Ada\nLicense: BSD-3-clause\n")]
    [InlineData("libs/random/password.cpp\n libs/random/example/Jamfile.v2\n")]
    [InlineData("{\"name\":\"password reset\",\"text\":\"call 555 now\"}")]
    [InlineData("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c")]
    public void Text_about_passwords_that_holds_none_is_left(string text) => Assert.Empty(Scans.Plain.Scan(text));

    [Theory]
    [InlineData("user = ada\npassword = green_meadow", "green_meadow")]
    [InlineData("login: ada\npassword: thunderbird", "thunderbird")]
    [InlineData("username \"ada@example.test\"\npassword \"thunderbird\"\n", "thunderbird")]
    [InlineData("\"userName\": \"reports\",\n\"userPassword\": \"reportsCanRead\"", "reportsCanRead")]
    [InlineData("Server=db7;Uid=reports;Pwd=reportsCanRead;Database=sales", "reportsCanRead")]
    [InlineData("pg_connect(\"host=db7 user=reports password=mead0w dbname=sales\")", "mead0w")]
    [InlineData("jdbc:postgresql://db7/sales?user=reports&password=greenmeadow&ssl=true", "greenmeadow")]
    [InlineData("mysqli_connect('db7', 'reports', 'gr3en@Meadow')", "gr3en@Meadow")]
    [InlineData("passphrase: \"seven geese over calm water\"", "seven geese over calm water")]
    public void Word_is_a_password_beside_its_user(string text, string secret) => Assert.Equal(secret, Scans.Only(text).Text);

    [Theory]
    [InlineData("10.0.0.7 (pw:Rk83vQmz)", "Rk83vQmz")]
    [InlineData("ID/PW: admin/Rk83vQmz", "Rk83vQmz")]
    [InlineData("id/pass admin Rk83vQmz", "Rk83vQmz")]
    [InlineData("ssh ada@10.0.0.7 password Rk83vQmz", "Rk83vQmz")]
    [InlineData("the pwd of the router is Rk83vQmz", "Rk83vQmz")]
    [InlineData("ldap password          ----   Rk83#vQm@z", "Rk83#vQm@z")]
    public void Password_in_a_note_is_found(string text, string secret) => Assert.Equal(secret, Scans.Only(text).Text);

    [Theory]
    [InlineData("ada:$6$kQ2vZr81$b9sZ0mXcVq7Lw2Tn5Yd8Hf3Jg6Kp1Rs4Ua7We0Xi9Oc2Mb5Nv8Qz1Tl4Yk7Hj0Gd3Fs6Pa9Er2Iu5Ow:19800:0:99999:7:::", "$6$kQ2vZr81$b9sZ0mXcVq7Lw2Tn5Yd8Hf3Jg6Kp1Rs4Ua7We0Xi9Oc2Mb5Nv8Qz1Tl4Yk7Hj0Gd3Fs6Pa9Er2Iu5Ow")]
    [InlineData("db7:5432:sales:reports:greenmeadow", "greenmeadow")]
    [InlineData("enable secret 9 Rk83vQmzTw", "Rk83vQmzTw")]
    [InlineData("hostname edge\nsnmp-server community Rk83vQmz RW", "Rk83vQmz")]
    [InlineData("kind: Secret\nmetadata:\n  name: door\ndata:\n  who: YWRh\n  extra: R3JlZW5NZWFkb3c3MQ==\ntype: Opaque", "R3JlZW5NZWFkb3c3MQ==")]
    [InlineData("{\"auths\":{}} .dockerconfigjson: eyJhdXRocyI6eyJ4IjoiUms4M3ZRbXpUdyJ9fQ==", "eyJhdXRocyI6eyJ4IjoiUms4M3ZRbXpUdyJ9fQ==")]
    [InlineData("x = new Client(\"acme_live_Rk83vQmzTw2xYd17cHjfLb05\")", "acme_live_Rk83vQmzTw2xYd17cHjfLb05")]
    [InlineData("[door]\nUsername=ada\nPassword=thedoorpassword", "thedoorpassword")]
    [InlineData("git clone https://Rk83vQmzTw2xYd17cHjfLb05@git.example.net/door.git", "Rk83vQmzTw2xYd17cHjfLb05")]
    [InlineData("postmark: \"4f0c9b72-e81d-36a5-940b-e7f2c1d8a360\"", "4f0c9b72-e81d-36a5-940b-e7f2c1d8a360")]
    [InlineData("the secret Rk83vQmzTw2x was handed over", "Rk83vQmzTw2x")]
    [InlineData("<Pass encoding=\"base64\">R3JlZW5NZWFkb3c3MQ==</Pass>", "R3JlZW5NZWFkb3c3MQ==")]
    [InlineData("a:1:{s:8:\"apitoken\";s:32:\"4f0c9b72e81d36a5940be7f2c1d8a360\";}", "4f0c9b72e81d36a5940be7f2c1d8a360")]
    [InlineData("myorg+builder:K7Q2ZV9XW4RT8YB1NC6MD3LF5GH0JP2SK7Q2ZV9XW4RT8YB1NC6MD3LF", "K7Q2ZV9XW4RT8YB1NC6MD3LF5GH0JP2SK7Q2ZV9XW4RT8YB1NC6MD3LF")]
    [InlineData("-H 'Acme-Crumb: 4f0c9b72e81d36a5940be7f2c1d8a360'", "4f0c9b72e81d36a5940be7f2c1d8a360")]
    [InlineData("ACME_CLIENT_ID=4f0c9b72e81d36a5940be7f2c1d8a360", "4f0c9b72e81d36a5940be7f2c1d8a360")]
    [InlineData("SECRET_KEY=\"736190482257310946\"", "736190482257310946")]
    public void Value_is_known_by_the_file_that_it_stands_in(string text, string secret) => Assert.Equal(secret, Scans.Only(text).Text);

    [Theory]
    [InlineData("ENV.fetch('ACME_API_KEY') { 'Rk83vQmzTw2xYd17cHjfLb05' }", "Rk83vQmzTw2xYd17cHjfLb05")]
    [InlineData("<key>AcmeToken</key>\n  <string>Rk83vQmzTw2xYd17cHjf</string>", "Rk83vQmzTw2xYd17cHjf")]
    [InlineData("db, _ := sql.Open(\"mysql\", \"reports:Rk83vQmz@tcp(db7:3306)/sales\")", "Rk83vQmz")]
    [InlineData("Authorization: Splunk 4f0c9b72-e81d-36a5-940b-e7f2c1d8a360", "4f0c9b72-e81d-36a5-940b-e7f2c1d8a360")]
    [InlineData("{\"kty\":\"oct\",\"k\":\"Rk83vQmzTw2xYd17cHjfLb05Nv4qGs6h\"}", "Rk83vQmzTw2xYd17cHjfLb05Nv4qGs6h")]
    [InlineData("CREATE USER reports IDENTIFIED BY 'Rk83#vQmz'", "Rk83#vQmz")]
    [InlineData("new Client(\"AC4f0c9b72e81d36a5940be7f2c1d8a360\", \"e81d36a5940be7f2c1d8a3604f0c9b72\")", "e81d36a5940be7f2c1d8a3604f0c9b72")]
    [InlineData("snmp-server user ada ops v3 auth sha Rk83vQmzTw", "Rk83vQmzTw")]
    [InlineData("rootpw --plaintext Rk83vQmzTw", "Rk83vQmzTw")]
    [InlineData("st.4f0c9b72e81d36a5940be7f2.e81d36a5940be7f2c1d8a3604f0c9b72.940be7f2c1d8a3604f0c9b72e81d36a5", "st.4f0c9b72e81d36a5940be7f2.e81d36a5940be7f2c1d8a3604f0c9b72.940be7f2c1d8a3604f0c9b72e81d36a5")]
    [InlineData("sqlplus reports/Rk83vQmz@SALES @run.sql", "Rk83vQmz")]
    [InlineData("jdbc:oracle:thin:reports/Rk83vQmz@//db7:1521/SALES", "Rk83vQmz")]
    [InlineData("WIFI:T:WPA;S:meadow;P:Rk83vQmzTw;;", "Rk83vQmzTw")]
    [InlineData("CREATE LOGIN reports WITH PASSWORD = N'Rk83#vQmz'", "Rk83#vQmz")]
    [InlineData("Private-Lines: 1\nRk83vQmzTw2xYd17cHjfLb05Nv4qGs6hPe9aUo2iKt7y\nPrivate-MAC: 00", "Rk83vQmzTw2xYd17cHjfLb05Nv4qGs6hPe9aUo2iKt7y")]
    [InlineData("user reports on >Rk83vQmzTw ~jobs:* +@all", "Rk83vQmzTw")]
    [InlineData("mongosh --host db7 -u reports -p 'Rk83#vQmz'", "Rk83#vQmz")]
    public void Value_is_known_by_the_form_that_it_is_given_in(string text, string secret) => Assert.Equal(secret, Scans.Only(text).Text);

    [Theory]
    [InlineData("Contraseña: Rk83vQmz", "Rk83vQmz")]
    [InlineData("пароль: Rk83vQmz", "Rk83vQmz")]
    [InlineData("パスワード：Rk83vQmz", "Rk83vQmz")]
    [InlineData("das Kennwort: Rk83vQmz", "Rk83vQmz")]
    [InlineData("the api secret for the shop is Rk83vQmzTw2x", "Rk83vQmzTw2x")]
    public void Password_is_told_in_many_languages(string text, string secret) => Assert.Equal(secret, Scans.Only(text).Text);

    [Fact]
    public void What_a_redaction_left_says_nothing_of_what_follows_and_what_only_begins_like_it_hides_nothing()
    {
        Assert.Empty(Scans.Plain.Scan("https://ada:[redacted: password in a URL]@j2LYY414Q5cCYD and [redacted: GitHub token]: 'x]{&%y])z'"));
        Assert.Equal("Rk83vQmzTw2x", Scans.Only("[redacted: password: Rk83vQmzTw2x").Text);
        Assert.Equal("Rk83vQmzTw2x", Scans.Only("[redacted: the token = Rk83vQmzTw2x]").Text);
    }

    [Fact]
    public void Every_item_of_a_list_of_passwords_is_found()
    {
        const string Text = "passwords:\n  - \"Rk83vQmz\"\n  - \"Tn52xLwb\"\n  - \"Yd17cHjf\"\nnext: \"Rk83vQmz\"";
        Assert.Equal(["Rk83vQmz", "Tn52xLwb", "Yd17cHjf"], Scans.Plain.Scan(Text).Select(finding => Text.Substring(finding.Start, finding.Length)));
    }
}
