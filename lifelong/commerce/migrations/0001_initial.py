import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import lifelong.commerce.models.order
import lifelong.lib.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('channels', '0001_initial'),
        ('customers', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Feed',
            fields=[
                ('connection', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='channels.connection')),
                ('heard_at', models.DateTimeField(null=True)),
                ('failures', models.PositiveSmallIntegerField(default=0)),
                ('ask_after', models.DateTimeField(null=True)),
                ('why', models.CharField(default='', max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name='Heard',
            fields=[
                ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('delivery_id', models.UUIDField()),
            ],
        ),
        migrations.CreateModel(
            name='Pace',
            fields=[
                ('carrier', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('factor', models.FloatField(default=1.0)),
                ('measured_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Order',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('ref', models.CharField(max_length=64)),
                ('updated_at', models.DateTimeField(null=True)),
                ('told_at', models.DateTimeField(null=True)),
                ('number', models.CharField(default='', max_length=100)),
                ('email', models.CharField(default='', max_length=320)),
                ('phone', models.CharField(default='', max_length=40)),
                ('buyer', models.CharField(default='', max_length=120)),
                ('country', models.CharField(default='', max_length=2)),
                ('currency', models.CharField(default='', max_length=3)),
                ('total', models.BigIntegerField(default=0)),
                ('shipping', models.BigIntegerField(default=0)),
                ('tax', models.BigIntegerField(default=0)),
                ('discount', models.BigIntegerField(default=0)),
                ('financial', models.CharField(choices=[('', 'not known'), ('pending', 'payment awaited'), ('authorized', 'authorised'), ('partially_paid', 'partly paid'), ('paid', 'paid'), ('partially_refunded', 'partly refunded'), ('refunded', 'refunded'), ('voided', 'voided'), ('expired', 'expired')], default='', max_length=20)),
                ('fulfilment', models.CharField(choices=[('', 'not shipped'), ('partial', 'partly shipped'), ('fulfilled', 'shipped'), ('restocked', 'taken back into stock')], default='', max_length=20)),
                ('placed_at', models.DateTimeField(null=True)),
                ('cancelled_at', models.DateTimeField(null=True)),
                ('cancel_reason', models.CharField(default='', max_length=100)),
                ('note', models.TextField(default='')),
                ('is_test', models.BooleanField(default=False)),
                ('reship_for', models.UUIDField(null=True)),
                ('deleted_at', models.DateTimeField(null=True)),
                ('connection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='channels.connection')),
                ('customer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.customer')),
            ],
            options={
                'indexes': [models.Index(fields=['customer', '-placed_at'], name='order_of_customer'), models.Index(condition=models.Q(('customer', None), models.Q(('email', ''), _negated=True)), fields=['email'], name='order_disputed_email'), models.Index(condition=models.Q(('customer', None), models.Q(('phone', ''), _negated=True)), fields=['phone'], name='order_disputed_phone'), models.Index(django.db.models.functions.comparison.Collate(lifelong.commerce.models.order.Bare(django.db.models.functions.text.Upper('number')), 'C'), name='order_by_number')],
                'constraints': [models.UniqueConstraint(fields=('connection', 'ref'), name='one_order_per_ref')],
            },
        ),
        migrations.CreateModel(
            name='OrderItem',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('ref', models.CharField(max_length=64)),
                ('product_ref', models.CharField(default='', max_length=64)),
                ('variant_ref', models.CharField(default='', max_length=64)),
                ('title', models.CharField(default='', max_length=300)),
                ('variant', models.CharField(default='', max_length=300)),
                ('sku', models.CharField(default='', max_length=200)),
                ('quantity', models.IntegerField(default=1)),
                ('price', models.BigIntegerField(default=0)),
                ('discount', models.BigIntegerField(default=0)),
                ('place', models.PositiveSmallIntegerField(default=0)),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='commerce.order')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('order', 'ref'), name='one_item_per_ref')],
            },
        ),
        migrations.CreateModel(
            name='Product',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('ref', models.CharField(max_length=64)),
                ('updated_at', models.DateTimeField(null=True)),
                ('told_at', models.DateTimeField(null=True)),
                ('title', models.CharField(default='', max_length=300)),
                ('vendor', models.CharField(default='', max_length=200)),
                ('kind', models.CharField(default='', max_length=200)),
                ('status', models.CharField(default='', max_length=20)),
                ('image_url', models.CharField(default='', max_length=2000)),
                ('deleted_at', models.DateTimeField(null=True)),
                ('connection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='channels.connection')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('connection', 'ref'), name='one_product_per_ref')],
            },
        ),
        migrations.CreateModel(
            name='Recipient',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(default='', max_length=200)),
                ('phone', models.CharField(default='', max_length=40)),
                ('address', models.JSONField(default=list)),
                ('is_buyer', models.BooleanField(default=True)),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recipients', to='commerce.order')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('is_buyer', False), models.Q(('phone', ''), _negated=True)), fields=['phone'], name='recipient_not_buyer')],
            },
        ),
        migrations.CreateModel(
            name='Refund',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('ref', models.CharField(max_length=64)),
                ('updated_at', models.DateTimeField(null=True)),
                ('told_at', models.DateTimeField(null=True)),
                ('amount', models.BigIntegerField(default=0)),
                ('currency', models.CharField(max_length=3)),
                ('refunded_at', models.DateTimeField()),
                ('note', models.TextField(default='')),
                ('connection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='channels.connection')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='refunds', to='commerce.order')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('connection', 'ref'), name='one_refund_per_ref')],
            },
        ),
        migrations.CreateModel(
            name='RefundLine',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('item_ref', models.CharField(max_length=64)),
                ('quantity', models.IntegerField(default=1)),
                ('amount', models.BigIntegerField(default=0)),
                ('refund', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='commerce.refund')),
            ],
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('stars', models.PositiveSmallIntegerField()),
                ('words', models.TextField(default='')),
                ('at', models.DateTimeField()),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.customer')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reviews', to='commerce.product')),
            ],
            options={
                'indexes': [models.Index(fields=['customer', '-at'], name='review_of_customer')],
                'constraints': [models.UniqueConstraint(fields=('customer', 'product'), name='one_review_per_customer_and_product'), models.CheckConstraint(condition=models.Q(('stars__gte', 1), ('stars__lte', 5)), name='one_to_five_stars')],
            },
        ),
        migrations.CreateModel(
            name='Shipment',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('ref', models.CharField(max_length=64)),
                ('updated_at', models.DateTimeField(null=True)),
                ('told_at', models.DateTimeField(null=True)),
                ('carrier', models.CharField(default='', max_length=120)),
                ('carrier_code', models.CharField(default='', max_length=40)),
                ('tracking_number', models.CharField(default='', max_length=200)),
                ('numbers', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=64), default=list, size=None)),
                ('tracking_url', models.CharField(default='', max_length=2000)),
                ('items', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('preparing', 'being prepared'), ('shipped', 'handed to the carrier'), ('in_transit', 'on its way'), ('delayed', 'delayed'), ('out_for_delivery', 'out for delivery'), ('attempted', 'delivery was tried'), ('ready_for_pickup', 'ready for pickup'), ('delivered', 'delivered'), ('failed', 'delivery failed'), ('cancelled', 'cancelled')], default='preparing', max_length=20)),
                ('shipped_at', models.DateTimeField(null=True)),
                ('expected_on', models.DateField(null=True)),
                ('delivered_at', models.DateTimeField(null=True)),
                ('moved_at', models.DateTimeField(null=True)),
                ('ready_at', models.DateTimeField(null=True)),
                ('asked_at', models.DateTimeField(null=True)),
                ('connection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='channels.connection')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shipments', to='commerce.order')),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['numbers'], name='shipment_by_number'), models.Index(condition=models.Q(('state__in', ('preparing', 'shipped', 'in_transit', 'delayed', 'out_for_delivery', 'attempted', 'ready_for_pickup'))), fields=['moved_at'], name='shipment_under_way'), models.Index(condition=models.Q(('state__in', ('preparing', 'shipped', 'in_transit', 'delayed', 'out_for_delivery', 'attempted', 'ready_for_pickup'))), fields=['carrier_code', 'asked_at'], name='shipment_to_ask_about')],
                'constraints': [models.UniqueConstraint(fields=('connection', 'ref'), name='one_shipment_per_ref')],
            },
        ),
        migrations.CreateModel(
            name='Milestone',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('placed', 'ordered'), ('shipped', 'shipped'), ('delayed', 'delayed'), ('failed', 'delivery failed'), ('delivered', 'delivered'), ('refunded', 'refunded'), ('cancelled', 'cancelled')], max_length=20)),
                ('mark', models.CharField(default='', max_length=120)),
                ('at', models.DateTimeField()),
                ('expected_on', models.DateField(null=True)),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='milestones', to='commerce.order')),
                ('refund', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='commerce.refund')),
                ('shipment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='commerce.shipment')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('order', 'kind', 'mark'), name='one_milestone_of_its_kind')],
            },
        ),
        migrations.CreateModel(
            name='Incident',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('family', models.CharField(choices=[('late', 'late'), ('held', 'held'), ('undelivered', 'could not be handed over'), ('exception', 'something is wrong'), ('gone', 'will not come')], max_length=20)),
                ('cause', models.CharField(choices=[('at_risk', 'due today, and not out for delivery'), ('overdue', 'its day is over'), ('stalled', 'has not moved'), ('delay', 'delayed'), ('weather', 'held up by the weather'), ('customs', 'held by customs'), ('payment', 'held until something is paid'), ('documents', 'held for want of documents'), ('attempt_failed', 'delivery was tried in vain'), ('not_picked_up', 'waits to be picked up'), ('address', 'the address is wrong'), ('refused', 'was refused'), ('exception', 'something is wrong'), ('lost', 'lost'), ('damaged', 'damaged'), ('returned', 'goes back to the sender')], max_length=20)),
                ('carrier', models.CharField(default='', max_length=40)),
                ('noticed', models.CharField(choices=[('feed', 'a tracking feed said so'), ('watch', 'the watch found it')], max_length=10)),
                ('evidence', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), size=None)),
                ('expected_on', models.DateField(null=True)),
                ('began_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('opened_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('resolved_at', models.DateTimeField(null=True)),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='incidents', to='commerce.order')),
                ('shipment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='incidents', to='commerce.shipment')),
            ],
            options={
                'indexes': [models.Index(fields=['carrier', 'cause', 'opened_at'], name='incident_of_carrier'), models.Index(fields=['opened_at'], name='incident_opened')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('resolved_at', None)), fields=('shipment', 'family'), name='one_open_incident_of_a_family')],
            },
        ),
        migrations.CreateModel(
            name='ShipmentReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=100)),
                ('at', models.DateTimeField()),
                ('state', models.CharField(choices=[('preparing', 'being prepared'), ('shipped', 'handed to the carrier'), ('in_transit', 'on its way'), ('delayed', 'delayed'), ('out_for_delivery', 'out for delivery'), ('attempted', 'delivery was tried'), ('ready_for_pickup', 'ready for pickup'), ('delivered', 'delivered'), ('failed', 'delivery failed'), ('cancelled', 'cancelled')], default='', max_length=20)),
                ('expected_on', models.DateField(null=True)),
                ('cause', models.CharField(choices=[('at_risk', 'due today, and not out for delivery'), ('overdue', 'its day is over'), ('stalled', 'has not moved'), ('delay', 'delayed'), ('weather', 'held up by the weather'), ('customs', 'held by customs'), ('payment', 'held until something is paid'), ('documents', 'held for want of documents'), ('attempt_failed', 'delivery was tried in vain'), ('not_picked_up', 'waits to be picked up'), ('address', 'the address is wrong'), ('refused', 'was refused'), ('exception', 'something is wrong'), ('lost', 'lost'), ('damaged', 'damaged'), ('returned', 'goes back to the sender')], default='', max_length=20)),
                ('sub_status', models.CharField(default='', max_length=60)),
                ('place', models.CharField(default='', max_length=200)),
                ('words', models.CharField(default='', max_length=300)),
                ('shipment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='commerce.shipment')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('shipment', 'ref'), name='one_report_per_ref')],
            },
        ),
        migrations.CreateModel(
            name='StrayReport',
            fields=[
                ('ref', models.CharField(max_length=100)),
                ('at', models.DateTimeField()),
                ('state', models.CharField(choices=[('preparing', 'being prepared'), ('shipped', 'handed to the carrier'), ('in_transit', 'on its way'), ('delayed', 'delayed'), ('out_for_delivery', 'out for delivery'), ('attempted', 'delivery was tried'), ('ready_for_pickup', 'ready for pickup'), ('delivered', 'delivered'), ('failed', 'delivery failed'), ('cancelled', 'cancelled')], default='', max_length=20)),
                ('expected_on', models.DateField(null=True)),
                ('cause', models.CharField(choices=[('at_risk', 'due today, and not out for delivery'), ('overdue', 'its day is over'), ('stalled', 'has not moved'), ('delay', 'delayed'), ('weather', 'held up by the weather'), ('customs', 'held by customs'), ('payment', 'held until something is paid'), ('documents', 'held for want of documents'), ('attempt_failed', 'delivery was tried in vain'), ('not_picked_up', 'waits to be picked up'), ('address', 'the address is wrong'), ('refused', 'was refused'), ('exception', 'something is wrong'), ('lost', 'lost'), ('damaged', 'damaged'), ('returned', 'goes back to the sender')], default='', max_length=20)),
                ('sub_status', models.CharField(default='', max_length=60)),
                ('place', models.CharField(default='', max_length=200)),
                ('words', models.CharField(default='', max_length=300)),
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('number', models.CharField(max_length=64)),
                ('carrier', models.CharField(default='', max_length=40)),
                ('kept_at', models.DateTimeField()),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='channels.brand')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('brand', 'number', 'ref'), name='one_stray_report_per_ref')],
            },
        ),
        migrations.CreateModel(
            name='Variant',
            fields=[
                ('id', models.UUIDField(default=lifelong.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('ref', models.CharField(max_length=64)),
                ('title', models.CharField(default='', max_length=300)),
                ('sku', models.CharField(default='', max_length=200)),
                ('price', models.BigIntegerField()),
                ('currency', models.CharField(max_length=3)),
                ('stock', models.IntegerField(null=True)),
                ('place', models.PositiveSmallIntegerField(default=0)),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='variants', to='commerce.product')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('product', 'ref'), name='one_variant_per_ref')],
            },
        ),
    ]
