import { base64, base64url, type Form, form, headers, hex, json, jsonMessage, path, percentEncoded, query } from './form'

// As forms, payment providers, clusters, mail services and shells send them: parameters, headers, and texts inside JSON.

const S = 'zqplantedbywriters'
const HEX = '7c1e0f9a3b5d48627c1e0f9a3b5d4862'
const f = (title: string, request: Form['request'], secret = S): Form => ({ title, request, secret })
const multipart = (name: string) =>
  `--b\r\nContent-Disposition: form-data; name="user"\r\n\r\nada\r\n--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${S}\r\n--b--`
const pem = (kind: string) => [`-----BEGIN ${kind}PRIVATE KEY-----`, base64(S.repeat(3)), `-----END ${kind}PRIVATE KEY-----`]
const DER = `MIIEvQIBADANBgkqhkiG9w0BAQEFAASC${base64(S)}`

export const SENT_FORMS: readonly Form[] = [
  // captchas
  f('g-recaptcha-response', form(`email=a%40b.c&g-recaptcha-response=${S}`)),
  f('h-captcha-response', form(`h-captcha-response=${S}&x=1`)),
  f('cf-turnstile-response', form(`x=1&cf-turnstile-response=${S}`)),
  f('recaptchaResponse', json({ fields: { recaptchaResponse: S } })),
  f('a captcha in a list', json({ fields: [{ name: 'g-recaptcha-response', value: S }] })),
  f('frc-captcha-solution', form(`frc-captcha-solution=${S}`)),
  // signatures of payment providers
  f('verify_sign of PayPal', form(`txn_id=1&verify_sign=AtkOfCXb-${HEX}`), HEX),
  f('sign of Alipay', form(`trade_no=1&sign=${HEX}&sign_type=RSA2`), HEX),
  f('paySign of WeChat', json({ paySign: HEX, timeStamp: '1414561699' }), HEX),
  f('SHASIGN of Ingenico', form(`orderID=1&SHASIGN=${HEX.toUpperCase()}`), HEX.toUpperCase()),
  f('md5sig of Skrill', form(`transaction_id=1&md5sig=${HEX}`), HEX),
  f('vnp_SecureHash', query(`vnp_Amount=1&vnp_SecureHash=${HEX}`), HEX),
  f('sha1_hash of YooMoney', form(`operation_id=1&sha1_hash=${HEX}`), HEX),
  f('CHECKSUMHASH of Paytm', form(`ORDERID=1&CHECKSUMHASH=${HEX}`), HEX),
  f('signed_request of Facebook', form(`signed_request=${S}.${base64url('{"user_id":"1"}')}`)),
  f('X-VERIFY of PhonePe', headers('X-VERIFY', `${HEX}###1`), HEX),
  // signed URLs
  f('a CloudFront URL', json({ url: `https://d1.cloudfront.net/a.zip?Expires=1&Signature=${S}&Key-Pair-Id=K2JCJMDEHXQW5F` })),
  f('a GCS URL', json({ url: `https://storage.googleapis.com/b/o?X-Goog-Date=1&X-Goog-Signature=${HEX}` }), HEX),
  f(
    'an S3 URL in a form',
    form(`url=${percentEncoded(`https://b.s3.amazonaws.com/k?X-Amz-Expires=60&X-Amz-Signature=${HEX}`)}`),
    HEX,
  ),
  f('a SAS without a host', json({ sas: `?sv=2022-11-02&ss=b&sig=${S}` })),
  f('an Akamai token', json({ src: `https://cdn.example/v.m3u8?hdnts=exp=1700000000~acl=/*~hmac=${HEX}` }), HEX),
  f('a file of Discord', json({ url: `https://cdn.discordapp.com/attachments/1/2/a.png?ex=65e&is=65d&hm=${HEX}&` }), HEX),
  f('a Dropbox link', json({ link: `https://www.dropbox.com/scl/fi/abc/a.pdf?rlkey=${S}&dl=0` })),
  f('a file of Google Drive', json({ link: `https://drive.google.com/file/d/1/view?resourcekey=0-${S}` })),
  f('oobCode of Firebase', json({ link: `https://x.firebaseapp.com/__/auth/action?mode=resetPassword&oobCode=${S}` })),
  f('oauth_verifier', query(`oauth_verifier=${S}`)),
  // URLs with credentials
  f('userinfo without a scheme', json({ remote: `//ada:${S}@git.example/a.git` })),
  f('a password alone', json({ cache: `redis://:${S}@cache.example:6379/0` })),
  f('encoded userinfo', query(`repo=${percentEncoded(`https://oauth2:${S}@gitlab.example/a.git`)}`)),
  f('userinfo in a header', headers('X-Upstream', `https://ada:${S}@up.example/`)),
  f('JDBC', json({ spring: { url: `jdbc:postgresql://db/app?user=ada&password=${S}` } })),
  f('JDBC of Oracle', json({ url: `jdbc:oracle:thin:scott/${S}@//db.example:1521/app` })),
  f('a link to verify', json({ link: `https://app.example/verify-email/${S}` })),
  f('a magic link', json({ link: `https://app.example/auth/magic-link/${S}` })),
  f('an invitation', path(`/accept-invite/${S}`)),
  f('a confirmation', jsonMessage(`Open https://app.example/users/confirmation/${S} to go on`)),
  // names in one word, and of other languages
  f('accesskey', json({ accesskey: S })),
  f('dbpass', json({ smtp: { dbpass: S } })),
  f('userpwd', form(`userpwd=${S}`)),
  f('signingkey', json({ signingkey: S })),
  f('psk', json({ wifi: { ssid: 'home', psk: S } })),
  f('a Polish name', json({ hasło: S })),
  f('a Czech name', form(`heslo=${S}`)),
  f('an Arabic name', json({ 'كلمة المرور': S })),
  f('a Hebrew name', json({ סיסמה: S })),
  f('a Thai name', json({ รหัสผ่าน: S })),
  f('a Vietnamese name', json({ 'mật khẩu': S })),
  f('a Turkish name in a text', jsonMessage(`Şifre: ${S}`)),
  // headers
  f('a cookie in a text', jsonMessage(`Cookie: theme=dark; sid=${S}\nAccept: */*`)),
  f('X-Original-Cookie', headers('X-Original-Cookie', `a=${S}`)),
  f('Set-Cookie in a list', json({ responseHeaders: [`set-cookie: a=${S}; Path=/`] })),
  f('a cookie jar', jsonMessage(`.example.com\tTRUE\t/\tFALSE\t1700000000\tsessionid\t${S}`)),
  f('a header list of texts', json({ headers: [`X-Functions-Key: ${S}`, 'Accept: */*'] })),
  f(
    'a token as a subprotocol',
    headers('Sec-WebSocket-Protocol', `v4.channel.k8s.io, base64url.bearer.authorization.k8s.io.${S}`),
  ),
  f('Link', headers('Link', `<https://api.example/x?page=2&access_token=${S}>; rel="next"`)),
  f('Location', headers('Location', `https://app.example/cb#id=1&access_token=${S}`)),
  f('baggage', headers('Baggage', `userId=1,api_key=${S}`)),
  f(
    'a JSON header in base64',
    headers('X-Apigateway-Context', base64(JSON.stringify({ requestContext: { authorizer: { clientSecret: S } } }))),
  ),
  f('Splunk', headers('X-Forward-Auth', `Splunk ${S}`)),
  // texts
  f('multipart in a string', json({ body: multipart('password') })),
  f('multipart in base64', json({ isBase64Encoded: true, body: base64(multipart('api_token')) })),
  f('CDATA', jsonMessage(`<login><password><![CDATA[${S}]]></password></login>`)),
  f('XML in CDATA', jsonMessage(`<soap><![CDATA[<cred user="ada" password="${S}"/>]]></soap>`)),
  f('XML-RPC', jsonMessage(`<member><name>password</name><value><string>${S}</string></value></member>`)),
  f('an XML entry', jsonMessage(`<entry key="client_secret">${S}</entry>`)),
  f('XML in a form', form(`xml=${encodeURIComponent(`<param name="token"><![CDATA[${S}]]></param>`)}`)),
  f('PHP serialized', json({ meta: `a:1:{s:8:"password";s:${S.length}:"${S}";}` })),
  f('a Java map', jsonMessage(`request {user=ada, password=${S}, remember=true}`)),
  f('a CSV file', json({ csv: `user,password\nada,${S}\n` })),
  f('a CSV file with semicolons', json({ csv: `"Benutzer";"Passwort"\r\n"ada";"${S}"\r\n` })),
  f('a Markdown table', jsonMessage(`| user | password |\n|---|---|\n| ada | ${S} |`)),
  f('an HTML table', jsonMessage(`<table><tr><th>Password</th></tr><tr><td>${S}</td></tr></table>`)),
  f('SQL that inserts', jsonMessage(`INSERT INTO users (name, password) VALUES ('ada', '${S}')`)),
  f('ENV of a Dockerfile', jsonMessage(`FROM node\nENV DB_PASSWORD ${S}\nRUN npm ci`)),
  f('mysql -p', jsonMessage(`+ mysqldump -u root -p${S} app`)),
  f('sshpass', jsonMessage(`sshpass -p ${S} ssh ada@host`)),
  f('curl -H', jsonMessage(`curl -H 'X-Api-Key: ${S}' https://a.example`)),
  f('a WLAN code', jsonMessage(`WIFI:T:WPA;S:home;P:${S};;`)),
  f(
    'a bcrypt hash',
    json({ row: `ada:$2b$10$${'abcdefghijklmnopqrstuv'}${'ABCDEFGHIJKLMNOPQRSTUVWXYZ01234'}` }),
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ01234',
  ),
  f('a request line', jsonMessage(`"GET /password/reset/${S} HTTP/1.1" 200`)),
  // keys
  f('a PEM key in one line', json({ conf: pem('RSA ').join(' ') }), base64(S.repeat(3))),
  f('a PEM key as lines', json({ lines: pem('') }), base64(S.repeat(3))),
  f('a PEM key in base64', json({ blob: base64(pem('EC ').join('\n')) }), base64(S.repeat(3))),
  f('a PEM key in a form', form(`pem=${encodeURIComponent(pem('ENCRYPTED ').join('\n'))}`), base64(S.repeat(3))),
  f('a PKCS #8 key in base64', json({ blob: DER }), base64(S)),
  f(
    'an SSH2 key',
    jsonMessage(`---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\n${base64(S)}\n---- END SSH2 ENCRYPTED PRIVATE KEY ----`),
    base64(S),
  ),
  f('a session token of AWS', json({ conf: `IQoJb3JpZ2luX2VjE${S.repeat(4)}` })),
  f(
    'an extended private key',
    json({
      wallet: `xprv9s21ZrQH143K${'3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi'}`,
    }),
    'QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5',
  ),
  f('an order key of WooCommerce', json({ link: `see wc_order_${S}` })),
  f(
    'a JWT under an odd name',
    json({ blob: `eyJhbGciOiJFUzI1NiIsInR5cCI6IkpXVCJ9.${base64url(`{"a":"${S}"}`)}.c2lnbmF0dXJlLW9mLWl0` }),
    base64url(`{"a":"${S}"}`),
  ),
  f(
    'a JWT with encoded dots',
    form(`x=eyJhbGciOiJFUzI1NiJ9%2E${base64url(`{"a":"${S}"}`)}%2Ec2lnbmF0dXJlLW9mLWl0`),
    base64url(`{"a":"${S}"}`),
  ),
  f('a JWT in the path', path(`/cb/eyJhbGciOiJFUzI1NiJ9.${base64url(`{"a":"${S}"}`)}.c2lnbmF0dXJl`), base64url(`{"a":"${S}"}`)),
  f('hex of a form', json({ raw: hex(`user=ada&pass=${S}`) })),
  f('JSON in a query', query(`payload=${encodeURIComponent(JSON.stringify({ auth: { pass: S } }))}`)),
]
