-- The shop.
CREATE TYPE order_status AS ENUM ('placed', 'paid', 'shipped');
CREATE DOMAIN email AS text CHECK (length(VALUE) <= 254);

CREATE TABLE IF NOT EXISTS shop.customers (
  customer_id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  email email NOT NULL UNIQUE,
  "Full Name" VARCHAR(200) DEFAULT 'it''s nobody'::character varying NOT NULL,
  tags TEXT[],
  balance NUMERIC(12, 2) DEFAULT 0 CHECK (balance >= 0 AND balance < 100000),
  born DATE,
  key VARCHAR(20),
  place GEOGRAPHY(POINT, 4326),
  created_at TIMESTAMP(3) WITH TIME ZONE NOT NULL DEFAULT now()
);
COMMENT ON TABLE shop.customers IS 'Who buys.';
COMMENT ON COLUMN shop.customers.email IS 'Where letters go.
Two lines.';

CREATE TABLE shop.orders (
  order_id uuid NOT NULL,
  customer_id BIGINT REFERENCES shop.customers ON DELETE CASCADE,
  status order_status NOT NULL,
  channel TEXT CHECK (((channel)::text = ANY ((ARRAY['web'::character varying, 'shop'::character varying])::text[]))),
  total DECIMAL(10,2) NOT NULL,
  net DECIMAL(10,2),
  tax DECIMAL(10,2) GENERATED ALWAYS AS (total - net) STORED,
  item STRUCT<sku STRING NOT NULL, sizes ARRAY<INT64>, more MAP<STRING, INT>>,
  CONSTRAINT orders_pk PRIMARY KEY (order_id),
  CONSTRAINT net_below CHECK (net <= total),
  UNIQUE (customer_id, order_id)
) PARTITION BY RANGE (status);
ALTER TABLE ONLY shop.orders ADD CONSTRAINT c2 FOREIGN KEY (customer_id) REFERENCES shop.customers(customer_id);
CREATE VIEW shop.big AS SELECT * FROM shop.orders;
CREATE INDEX x ON shop.orders (status);
CREATE INDEX y ON shop.orders (total);
COPY shop.orders (a) FROM stdin;
1	it's
\.
INSERT INTO shop.orders VALUES (1);
GRANT SELECT ON shop.orders TO x;

CREATE TABLE `proj.crm.orders` (
  `id` INT64 NOT NULL OPTIONS(description="Counts, from one"),
  day DATE COMMENT 'When',
  kind ENUM('a', 'b') DEFAULT 'a',
  flags SET('x','y'),
  net_price DECIMAL(10,2) CHECK (net_price BETWEEN 0 AND 100),
  code CHAR(3) CHECK (code ~ '^[A-Z]{3}$'),
  total AS (net_price * 2),
  KEY by_day (day),
  mystery FROBNICATED,
  PRIMARY KEY (id, day)
) PARTITION BY DATE(day) CLUSTER BY kind OPTIONS(description = 'Orders of old');
CREATE TABLE [dbo].[Order Lines] ([Line No] [int] IDENTITY(1,1) NOT NULL, [Text] nvarchar(max) NULL, ref BIGINT)
GO
ALTER TABLE [dbo].[Order Lines] ADD CONSTRAINT [pk] PRIMARY KEY CLUSTERED ([Line No] ASC), note VARCHAR(10)
ALTER TABLE [dbo].[Order Lines] ALTER COLUMN note VARCHAR(20) NOT NULL;
ALTER TABLE nowhere ADD x INT;
CREATE UNIQUE INDEX u ON dbo."Order Lines" (ref);
CREATE TABLE copy AS SELECT 1;
CREATE TEMP TABLE passing (a INT);
