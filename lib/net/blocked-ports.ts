/** Ports from 1024 up whose services do not receive webhooks, and which a crafted request could harm. */
export const BLOCKED_PORTS: ReadonlyMap<number, string> = new Map([
  [1433, 'SQL Server'],
  [1521, 'Oracle'],
  [1883, 'MQTT'],
  [2049, 'NFS'],
  [2181, 'ZooKeeper'],
  [2375, 'Docker'],
  [2376, 'Docker'],
  [2379, 'etcd'],
  [2380, 'etcd'],
  [3306, 'MySQL'],
  [3389, 'remote desktops'],
  [4369, 'Erlang'],
  [5060, 'SIP'],
  [5061, 'SIP'],
  [5432, 'PostgreSQL'],
  [5672, 'AMQP'],
  [5900, 'VNC'],
  [6000, 'X11'],
  [6379, 'Redis'],
  [6443, 'Kubernetes'],
  [6667, 'IRC'],
  [6697, 'IRC'],
  [8500, 'Consul'],
  [9042, 'Cassandra'],
  [9092, 'Kafka'],
  [9200, 'Elasticsearch'],
  [9300, 'Elasticsearch'],
  [10250, 'Kubernetes'],
  [11211, 'memcached'],
  [27017, 'MongoDB'],
  [27018, 'MongoDB'],
  [27019, 'MongoDB'],
])

/** Why a resend may not use this port, as in "the port of Redis", or null if it may: 80, 443, and from 1024 up with exceptions. */
export function refusedPort(port: number): string | null {
  if (port === 80 || port === 443) return null
  if (port < 1024) return 'not one of 80, 443 and those from 1024 up'
  const service = BLOCKED_PORTS.get(port)
  return service === undefined ? null : `the port of ${service}`
}
