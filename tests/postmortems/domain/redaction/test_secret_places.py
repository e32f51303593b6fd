"""Secrets of every make are found in every place where people leave them; words and terms beside them stay."""

from __future__ import annotations

import string

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from postmortems.domain.redaction import scan

PLACES = """\
password={}
password: {}
password : "{}"
"password": "{}"
"db_password":"{}"
DB_PASSWORD={}
export DB_PASSWORD='{}'
    password: '{}'
passwd = {}
pwd={};
PGPASSWORD={} psql -h db
MYSQL_PWD={} mysql
mysql -u root -p{} orders
mysql -uroot -p'{}' orders
psql "host=db user=app password={} dbname=x"
Server=db;User Id=sa;Password={};
jdbc:mysql://db/orders?user=app&password={}
postgres://app:{}@db.example.com:5432/orders
https://deploy:{}@git.example.com/repo.git
redis://:{}@cache:6379/0
amqp://guest:{}@mq:5672/
curl -u admin:{} https://x.example.com
curl --user admin:{} https://x.example.com
--password {}
--password={}
--pass '{}'
--token {}
sshpass -p {} ssh root@x
docker login -u ci -p {} registry.example.com
redis-cli -a {} info
The password was {}.
the password was "{}"
password was set to {}
the password is {}
with the password {}
the default password ({}) was in use
credentials admin / {}
credentials admin/{}
credentials: admin:{}
creds: root / {}
login with admin and {}
log in as admin with password {}
user admin, password {}
username: admin password: {}
pass: {}
pass: {}
pw: {}
PW {}
Passwort: {}
mot de passe : {}
contraseña: {}
wachtwoord is {}
api_key: {}
apikey={}
"apiKey": "{}"
X-Api-Key: {}
x-auth-token: {}
-H "X-API-Key: {}"
Authorization: Bearer {}
Authorization: {}
Authorization: Token {}
authorization=Basic {}
client_secret={}
"client_secret": "{}"
secret: {}
SECRET_KEY = '{}'
SECRET_KEY_BASE={}
secret_access_key: {}
AWS_SECRET_ACCESS_KEY={}
token: {}
token={}
GITHUB_TOKEN: {}
access_token={}
refresh_token: {}
Cookie: session={}
Set-Cookie: JSESSIONID={}; Path=/
PHPSESSID={}
?token={}&x=1
&sig={}&se=2024
?key={}
?api_key={}
?access_token={}
?auth={}
wifi password {}
WPA2 key: {}
psk={}
PSK "{}"
encryption key {}
the signing key was {}
the shared secret {} leaked
the token {} was revoked
leaked token: {}
the API key {} was committed
our webhook secret is {}
passphrase {}
passphrase: "{}"
passphrase was {}
vault unseal key 1: {}
Unseal Key 1: {}
Initial Root Token: {}
<password>{}</password>
<add key="DbPassword" value="{}"/>
password "{}";
IDENTIFIED BY '{}'
ALTER USER app WITH PASSWORD '{}';
requirepass {}
rootpw {}
bindpw {}
ldap_bind_password = {}
spring.datasource.password={}
smtp_pass: {}
ANSIBLE_VAULT_PASSWORD={}
set password {}
passwd: {}
echo "{}" | sudo -S reboot
echo 'root:{}' | chpasswd
htpasswd -b .htpasswd admin {}
$env:DB_PASS = "{}"
set DB_PASS={}
ENV DB_PASSWORD {}
ENV DB_PASSWORD={}
--build-arg NPM_TOKEN={}
-e POSTGRES_PASSWORD={}
-e "POSTGRES_PASSWORD={}"
_authToken={}
_password={}
machine git.example.com login ci password {}
username=admin&password={}
user:admin pass:{}
somebody pasted the password ({}) in chat
her password ("{}")
snmp community {}
rcon_password "{}"
"secret" => "{}"
:password => "{}"
password := "{}"
define('DB_PASSWORD', '{}');
password->{}
login/password: admin/{}
user/pass admin/{}
u: admin p: {}
the passcode {}
admin password (still {})
the password had been changed to {}
reset the password to {}
hardcoded password: {}
password hint: {}
AccountKey={}
SharedAccessKey={};
private_key_password: {}
keystore password {}
-storepass {}
-Djavax.net.ssl.keyStorePassword={}
openssl enc -k {}
openssl -passin pass:{}
gpg --passphrase {}
7z x -p{} backup.7z
unzip -P {} backup.zip
net use \\\\x /user:admin {}
smbclient -U 'admin%{}' //x/y
ftp://anonymous:{}@ftp.example.com
lftp -u user,{} x
wget --http-password={}
http_proxy=http://proxy:{}@proxy:3128
"AUTH {}"
CONFIG SET requirepass {}
kubectl create secret generic db --from-literal=password={}
helm install x --set db.password={}
terraform apply -var db_password={}
TF_VAR_db_password={}
aws configure set aws_secret_access_key {}
rabbitmqctl add_user app {}
vault login {}
op signin {}
""".splitlines()
# What may stand beside the words for secrets, and is none.
HARMLESS = """\
commit 9f86d081884c7d659a2feaa0c55ad015a1b2c3d4 fixed the password reset
password reset mails were delayed by 40 minutes
the password field is 64 characters long
image sha256:9f86d081884c7d659a2feaa0c55ad015a1b2c3d49f86d081884c7d659a2feaa0
password: <password>
password: ********
password: xxxx
password=${DB_PASSWORD}
password = os.environ["DB_PASSWORD"]
DB_PASSWORD=$(cat /run/secrets/db)
The password policy requires 12 characters
passwords were hashed with bcrypt (cost 12)
passwords were hashed with PBKDF2-SHA256
API key rotation takes 24h
primary key: id
the partition key user_id was hot
the key us-east-1/2024/05/01.json was missing
the S3 key prefix logs/2024
the SSH key fingerprint SHA256:abcdEFGH1234ijklMNOP5678qrstUVWX90
Kubernetes Secret db-credentials was missing
secretKeyRef: db-pass
the OAuth2 token expired
the login page v2.3.1 broke
logged in as root
credentials and tokens were rotated
default account limits
user 4711 was affected
backup codes were not used
""".splitlines()
QUICK = settings(max_examples=300, deadline=None)
_LETTERS = st.text(string.ascii_letters, min_size=3, max_size=9)
_DIGITS = st.text(string.digits, min_size=2, max_size=5)
_SIGN = st.sampled_from("!$^*?")
# What people think up (word and number, word, sign and number), and what programs make.
SECRETS = st.one_of(
    st.tuples(_LETTERS, _SIGN, _DIGITS, _LETTERS).map("".join),
    st.tuples(_LETTERS.map(str.title), _DIGITS, _LETTERS.map(str.title)).map("".join),
    st.text(string.ascii_letters + string.digits, min_size=12, max_size=32),
)


def _mixed(secret: str) -> bool:
    return any(map(str.isdigit, secret)) and any(map(str.isupper, secret)) and any(map(str.islower, secret))


@QUICK
@given(st.sampled_from(PLACES), SECRETS)
def test_planted_secrets_are_found(place: str, secret: str) -> None:
    assume(_mixed(secret))
    text = place.replace("{}", secret)
    start = text.index(secret)
    covered = {at for found in scan(text) for at in range(found.start, found.end)}
    assert covered.issuperset(range(start, start + len(secret))), text


@pytest.mark.parametrize("text", HARMLESS)
def test_words_about_secrets_are_none(text: str) -> None:
    assert [found.excerpt for found in scan(text) if found.kind == "secret"] == []
